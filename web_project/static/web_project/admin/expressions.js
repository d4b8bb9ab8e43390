// Reads the expressions in the admin theme's x-… attributes, without eval: a small part of
// JavaScript's expression grammar (ECMA-262, section 13) as a tree of plain objects.
//
//     "open = !open"  →  { kind: "assign", target: {kind: "name", name: "open"}, value: … }
//
// Statements may follow each other by ";" and be `if (…) … else …`. What is not in the grammar
// (new, template strings, function bodies …) is a SyntaxError, seen in the console.

window.AdminExpressions = (() => {
  "use strict";

  const TOKEN =
    /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_$][\w$]*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(=>|[=!]==?|[<>]=?|=|&&|\|\||[-+!?:.,;(){}[\]]))/y;
  const CONSTANTS = { true: true, false: false, null: null, undefined: undefined };
  const TIGHTER = [
    ["||"],
    ["&&"],
    ["==", "!=", "===", "!=="],
    ["<", ">", "<=", ">="],
    ["+", "-"],
  ];

  function tokens(source) {
    const found = [];
    TOKEN.lastIndex = 0;
    while (/\S/.test(source.slice(TOKEN.lastIndex))) {
      const at = TOKEN.lastIndex;
      const match = TOKEN.exec(source);
      if (!match) throw new SyntaxError(`Not an expression, from "${source.slice(at)}": ${source}`);
      const [, number, name, single, double, mark] = match;
      const text = single ?? double;
      if (number !== undefined) found.push({ kind: "constant", value: Number(number) });
      else if (name !== undefined) found.push({ kind: "name", name });
      else if (text !== undefined) found.push({ kind: "constant", value: text.replace(/\\(.)/g, "$1") });
      else found.push({ kind: "mark", mark });
    }
    return found;
  }

  class Parser {
    constructor(source) {
      this.source = source;
      this.tokens = tokens(source);
      this.at = 0;
    }

    program(end) {
      const statements = [];
      while (this.at < this.tokens.length && !this.sees(end)) {
        if (this.takes(";")) continue;
        const statement = this.statement();
        statements.push(statement);
        const ends = this.at === this.tokens.length || this.sees(end) || this.sees(";");
        if (!ends && !statement.branches) this.fails(";");
      }
      return { kind: "block", statements };
    }

    statement() {
      if (!this.takesWord("if")) return this.expression();
      this.expects("(");
      const condition = this.expression();
      this.expects(")");
      const yes = this.branch();
      const no = this.takesWord("else") ? this.branch() : null;
      return { kind: "if", condition, yes, no, branches: true };
    }

    branch() {
      if (!this.takes("{")) return this.statement();
      const block = this.program("}");
      this.expects("}");
      return block;
    }

    expression() {
      const target = this.conditional();
      if (target.kind === "name" && this.takes("=>")) {
        return { kind: "arrow", parameter: target.name, body: this.expression() };
      }
      if (!this.takes("=")) return target;
      if (!["name", "member"].includes(target.kind)) this.fails();
      return { kind: "assign", target, value: this.expression() };
    }

    conditional() {
      const condition = this.binary(0);
      if (!this.takes("?")) return condition;
      const yes = this.expression();
      this.expects(":");
      return { kind: "if", condition, yes, no: this.expression() };
    }

    binary(level) {
      if (level === TIGHTER.length) return this.unary();
      let left = this.binary(level + 1);
      for (let mark; (mark = TIGHTER[level].find((each) => this.takes(each))); ) {
        left = { kind: "binary", mark, left, right: this.binary(level + 1) };
      }
      return left;
    }

    unary() {
      const mark = ["!", "-"].find((each) => this.takes(each));
      return mark ? { kind: "unary", mark, value: this.unary() } : this.postfix();
    }

    postfix() {
      let value = this.primary();
      for (;;) {
        if (this.takes(".")) {
          value = { kind: "member", of: value, key: { kind: "constant", value: this.word() } };
        } else if (this.takes("[")) {
          value = { kind: "member", of: value, key: this.expression() };
          this.expects("]");
        } else if (this.takes("(")) {
          value = { kind: "call", callee: value, given: this.list(")", () => this.expression()) };
        } else return value;
      }
    }

    primary() {
      if (this.takes("(")) {
        const inner = this.expression();
        this.expects(")");
        return inner;
      }
      if (this.takes("[")) return { kind: "array", items: this.list("]", () => this.expression()) };
      if (this.takes("{")) return { kind: "object", entries: this.list("}", () => this.entry()) };
      const token = this.tokens[this.at++] ?? this.fails();
      if (token.kind === "mark") this.fails();
      const isConstant = token.kind === "name" && Object.hasOwn(CONSTANTS, token.name);
      return isConstant ? { kind: "constant", value: CONSTANTS[token.name] } : token;
    }

    entry() {
      const token = this.tokens[this.at++] ?? this.fails();
      if (token.kind === "mark") this.fails();
      const key = token.name ?? token.value;
      return { key, value: this.takes(":") ? this.expression() : { kind: "name", name: key } };
    }

    list(end, item) {
      const items = [];
      while (!this.takes(end)) {
        items.push(item());
        if (!this.sees(end)) this.expects(",");
      }
      return items;
    }

    word() {
      return this.tokens[this.at++]?.name ?? this.fails();
    }

    sees(mark) {
      return mark !== undefined && this.tokens[this.at]?.mark === mark;
    }

    takes(mark) {
      if (!this.sees(mark)) return false;
      this.at += 1;
      return true;
    }

    takesWord(word) {
      if (this.tokens[this.at]?.name !== word) return false;
      this.at += 1;
      return true;
    }

    expects(mark) {
      if (!this.takes(mark)) this.fails(mark);
    }

    fails(wanted = "a value") {
      const before = this.at ? ` at word ${this.at}` : "";
      throw new SyntaxError(`Expected ${wanted}${before}: ${this.source}`);
    }
  }

  const parsed = new Map();

  function parse(source) {
    if (!parsed.has(source)) {
      parsed.set(source, new Parser(source).program());
    }
    return parsed.get(source);
  }

  return { parse };
})();
