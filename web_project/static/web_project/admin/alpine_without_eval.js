// Lets the admin's theme run under a Content-Security-Policy without 'unsafe-eval'.
//
// The theme brings Alpine.js, which compiles the text of its attributes with the Function
// constructor: what the policy forbids, and what would make code of any attribute that somebody
// smuggles into a page. Here the text is read by expressions.js and evaluated over plain objects.
// An expression reaches its component's own data, its functions, and the names in GLOBALS.

(() => {
  "use strict";

  const GLOBALS = {
    theme: (...given) => window.theme(...given),
    searchForm: () => window.searchForm(),
    searchDropdown: () => window.searchDropdown(),
    searchCommand: () => window.searchCommand(),
    getCurrentTab: () => window.getCurrentTab(),
    localStorage: window.localStorage,
    window: { location: window.location },
  };
  // The ways from any value to code of one's own.
  const FORBIDDEN = new Set(["constructor", "prototype", "__proto__", "ownerDocument", "defaultView"]);

  const OPERATIONS = {
    "==": (a, b) => a == b,
    "!=": (a, b) => a != b,
    "===": (a, b) => a === b,
    "!==": (a, b) => a !== b,
    "<": (a, b) => a < b,
    ">": (a, b) => a > b,
    "<=": (a, b) => a <= b,
    ">=": (a, b) => a >= b,
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
  };

  function keyOf(node, scope) {
    const key = String(value(node.key, scope));
    if (FORBIDDEN.has(key)) throw new TypeError(`${key} is not for expressions`);
    return key;
  }

  function named(name, scope) {
    if (name in scope) return scope[name];
    if (Object.hasOwn(GLOBALS, name)) return GLOBALS[name];
    throw new ReferenceError(`${name} is not known to expressions`);
  }

  function call({ callee, given }, scope) {
    const inputs = () => given.map((each) => value(each, scope));
    if (callee.kind !== "member") return value(callee, scope)(...inputs());
    const owner = value(callee.of, scope);
    return owner[keyOf(callee, scope)](...inputs());
  }

  function assign({ target, value: node }, scope) {
    const result = value(node, scope);
    if (target.kind === "name") scope[target.name] = result;
    else value(target.of, scope)[keyOf(target, scope)] = result;
    return result;
  }

  function binary({ mark, left, right }, scope) {
    const first = value(left, scope);
    if (mark === "&&") return first && value(right, scope);
    if (mark === "||") return first || value(right, scope);
    return OPERATIONS[mark](first, value(right, scope));
  }

  const KINDS = {
    block: (node, scope) => node.statements.reduce((_, each) => value(each, scope), undefined),
    if: (node, scope) => {
      const branch = value(node.condition, scope) ? node.yes : node.no;
      return branch ? value(branch, scope) : undefined;
    },
    constant: (node) => node.value,
    name: (node, scope) => named(node.name, scope),
    member: (node, scope) => value(node.of, scope)[keyOf(node, scope)],
    array: (node, scope) => node.items.map((each) => value(each, scope)),
    object: (node, scope) =>
      Object.fromEntries(node.entries.map((each) => [each.key, value(each.value, scope)])),
    unary: (node, scope) => (node.mark === "!" ? !value(node.value, scope) : -value(node.value, scope)),
    arrow: (node, scope) => (given) =>
      value(node.body, Alpine.mergeProxies([{ [node.parameter]: given }, scope])),
    call,
    assign,
    binary,
  };

  function value(node, scope) {
    return KINDS[node.kind](node, scope);
  }

  // As Alpine's own: a result that is a function is called, a promise is waited for.
  function deliver(receive, result, scope, given) {
    if (typeof result === "function") deliver(receive, result.apply(scope, given), scope, []);
    else if (result instanceof Promise) result.then((later) => deliver(receive, later, scope, given));
    else receive(result);
  }

  // A style that is given as text would be written as an attribute, which the policy forbids too.
  function styles(result) {
    if (typeof result !== "string") return result;
    const pairs = result.split(";").filter(Boolean).map((each) => each.split(":"));
    return Object.fromEntries(pairs.map(([name, ...rest]) => [name.trim(), rest.join(":").trim()]));
  }

  function evaluator(element, expression) {
    const isStyle = element.getAttribute("x-bind:style") === expression;
    return (receive = () => {}, { scope = {}, params = [] } = {}) => {
      const stack = Alpine.closestDataStack(element);
      const whole = Alpine.mergeProxies([scope, { $el: element }, ...stack]);
      const isText = typeof expression === "string";
      const run = isText
        ? () => value(window.AdminExpressions.parse(expression), whole)
        : () => expression.apply(whole, params);
      try {
        deliver(isStyle ? (result) => receive(styles(result)) : receive, run(), whole, params);
      } catch (error) {
        console.error(`Expression “${expression}”:`, error);
      }
    };
  }

  document.addEventListener("alpine:init", () => Alpine.setEvaluator(evaluator));
  // htmx would write a style element of its own into the page.
  if (window.htmx) {
    Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false });
  }
})();
