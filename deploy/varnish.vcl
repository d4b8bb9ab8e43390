vcl 4.1;

# /etc/varnish/default.vcl: the event stream for any number of readers (docs/production.md).
# Start varnishd with -p thread_pool_max=10000: each reader of server-sent events has a thread.

import std;

backend web {
    .host = "127.0.0.1";
    .port = "5001";
    # A long-poll answers within 20 s. A stream has a heartbeat every 20 s (HEARTBEAT_SECONDS): after
    # two of them its line is dead, and its readers must not be given to it again.
    .first_byte_timeout = 30s;
    .between_bytes_timeout = 45s;
}

sub vcl_recv {
    if (req.url !~ "^(/[A-Za-z0-9_-]+)*/weatherforecast/stream(\?|$)") {
        return (synth(404));
    }
    # Not for all readers: what an account reads, where the head is now, and the EventSource stream.
    if (req.method != "GET" || req.http.Authorization || req.http.Cookie ~ "sessionid="
        || req.url !~ "[?&]offset=" || req.url ~ "[?&]offset=now(&|$)") {
        return (pass);
    }
    # Readers at one offset ask for one URL, however their client writes it.
    set req.url = std.querysort(req.url);
    unset req.http.Cookie;
    unset req.http.Accept-Encoding;
    unset req.http.Range;
    return (hash);
}

sub vcl_backend_response {
    # Past its time an answer is asked for anew, not given once more.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.status == 429 || beresp.status >= 500) {
        # One refusal for all who wait. What may not be kept would end the joining of this URL.
        set beresp.ttl = 1s;
        set beresp.uncacheable = false;
        return (deliver);
    }
}
