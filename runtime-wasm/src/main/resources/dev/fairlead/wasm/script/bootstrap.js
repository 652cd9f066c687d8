// What a function's script finds besides the language itself, and how the host asks it.
// Evaluated once; its state is part of every function's snapshot.
(function (log, random, invoke) {
  'use strict';
  const stringify = JSON.stringify, parse = JSON.parse;
  let handler = null, socket = null, settled = null, timers = [], nextTimer = 1;

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  // -- console
  const show = (value, depth) => {
    if (typeof value === 'string') return depth ? stringify(value) : value;
    if (value instanceof Error) return value.name + ': ' + value.message + (value.stack ? '\n' + value.stack.trimEnd() : '');
    if (typeof value === 'function') return '[function ' + (value.name || 'anonymous') + ']';
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value + 'n' : String(value);
    if (value instanceof Map) return 'Map ' + show([...value], 1);
    if (value instanceof Set) return 'Set ' + show([...value], 1);
    try { return stringify(value) ?? String(value); } catch { return String(value); }
  };
  const line = level => (...values) => { log(level, values.map(v => show(v, 0)).join(' ')); };
  define('console', {
    log: line('info'), info: line('info'), warn: line('warn'), error: line('error'), debug: line('debug'), trace: line('debug'),
  });

  // -- random numbers: seeded anew in every call
  const hex = bytes => random(bytes);
  const randomBytes = count => {
    const text = hex(count), bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
    return bytes;
  };
  let seeded = false, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  Math.random = function random() {
    if (!seeded) {
      const words = new Uint32Array(randomBytes(16).buffer);
      s0 = words[0] | 0; s1 = words[1] | 0; s2 = words[2] | 0; s3 = words[3] | 1; seeded = true;
    }
    const next = () => {
      const t = s0 ^ (s0 << 11);
      s0 = s1; s1 = s2; s2 = s3;
      s3 = s3 ^ (s3 >>> 19) ^ t ^ (t >>> 8);
      return s3 >>> 0;
    };
    return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  };
  define('crypto', {
    getRandomValues(array) {
      if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array)
        throw new TypeError('crypto.getRandomValues wants an integer typed array');
      if (array.byteLength > 65536) throw new RangeError('crypto.getRandomValues gives at most 65536 bytes at a time');
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength));
      return array;
    },
    randomUUID() {
      const b = randomBytes(16);
      b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
      const h = [...b].map(x => x.toString(16).padStart(2, '0')).join('');
      return h.slice(0, 8) + '-' + h.slice(8, 12) + '-' + h.slice(12, 16) + '-' + h.slice(16, 20) + '-' + h.slice(20);
    },
  });

  // -- timers: time is not waited for; they run in order once nothing else is to do
  const addTimer = (callback, delay, values, every) => {
    if (typeof callback !== 'function') throw new TypeError('a timer wants a function');
    const timer = { id: nextTimer++, at: 0, callback, values, every };
    timer.at = (timers.now ?? 0) + Math.max(0, Number(delay) || 0);
    timers.push(timer);
    return timer.id;
  };
  define('setTimeout', function setTimeout(callback, delay, ...values) { return addTimer(callback, delay, values, null); });
  define('setInterval', function setInterval(callback, delay, ...values) { return addTimer(callback, delay, values, Math.max(1, Number(delay) || 0)); });
  define('clearTimeout', function clearTimeout(id) { const now = timers.now; timers = timers.filter(t => t.id !== id); timers.now = now; });
  define('clearInterval', globalThis.clearTimeout);
  define('setImmediate', function setImmediate(callback, ...values) { return addTimer(callback, 0, values, null); });
  if (!globalThis.queueMicrotask) define('queueMicrotask', function queueMicrotask(callback) { Promise.resolve().then(callback); });
  const runTimer = () => {
    if (timers.length === 0) return false;
    let first = 0;
    for (let i = 1; i < timers.length; i++) if (timers[i].at < timers[first].at) first = i;
    const timer = timers[first];
    timers.now = timer.at;
    if (timer.every === null) timers.splice(first, 1); else timer.at += timer.every;
    timer.callback(...timer.values);
    return true;
  };

  define('fetch', function fetch(target) {
    return Promise.reject(new TypeError('fetch: network access is not granted to this function (' + String(target?.url ?? target) + ')'));
  });

  // -- text
  define('TextEncoder', class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') {
      const s = String(text), out = [];
      for (let i = 0; i < s.length; i++) {
        let c = s.codePointAt(i);
        if (c > 0xffff) i++;
        if (c >= 0xd800 && c < 0xe000) c = 0xfffd;
        if (c < 0x80) out.push(c);
        else if (c < 0x800) out.push(0xc0 | c >> 6, 0x80 | c & 63);
        else if (c < 0x10000) out.push(0xe0 | c >> 12, 0x80 | c >> 6 & 63, 0x80 | c & 63);
        else out.push(0xf0 | c >> 18, 0x80 | c >> 12 & 63, 0x80 | c >> 6 & 63, 0x80 | c & 63);
      }
      return new Uint8Array(out);
    }
    encodeInto(text, into) {
      let read = 0, written = 0;
      for (const char of String(text)) {
        const bytes = this.encode(char);
        if (written + bytes.length > into.length) break;
        into.set(bytes, written); written += bytes.length; read += char.length;
      }
      return { read, written };
    }
  });
  define('TextDecoder', class TextDecoder {
    #fatal; #bom;
    constructor(label = 'utf-8', options = {}) {
      if (!/^utf-?8$/i.test(label)) throw new RangeError('TextDecoder: only utf-8 is known, not ' + label);
      this.#fatal = !!options.fatal; this.#bom = !!options.ignoreBOM;
    }
    get encoding() { return 'utf-8'; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#bom; }
    decode(input) {
      if (input === undefined) return '';
      const b = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
      const parts = [];
      let text = '', i = !this.#bom && b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf ? 3 : 0;
      while (i < b.length) {
        const c = b[i++];
        if (c < 0x80) { text += String.fromCharCode(c); }
        else {
          const more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
          let point = more === 0 ? -1 : c & (0x3f >> more), k = 0;
          for (; k < more && i < b.length; k++) {
            const low = k > 0 ? 0x80 : c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
            const high = k > 0 ? 0xbf : c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
            if (b[i] < low || b[i] > high) break;
            point = point << 6 | b[i++] & 63;
          }
          if (more === 0 || k < more) {
            if (this.#fatal) throw new TypeError('TextDecoder: the bytes are not valid UTF-8');
            point = 0xfffd;
          }
          text += String.fromCodePoint(point);
        }
        if (text.length > 8192) { parts.push(text); text = ''; }
      }
      parts.push(text);
      return parts.join('');
    }
  });
  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  if (!globalThis.btoa) define('btoa', function btoa(data) {
    const s = String(data);
    let out = '';
    for (let i = 0; i < s.length; i += 3) {
      const a = s.charCodeAt(i), b = s.charCodeAt(i + 1), c = s.charCodeAt(i + 2);
      if (a > 255 || b > 255 || c > 255) throw new TypeError('btoa: a character is beyond Latin-1');
      const n = a << 16 | (b || 0) << 8 | (c || 0);
      out += base64[n >> 18] + base64[n >> 12 & 63] + (i + 1 < s.length ? base64[n >> 6 & 63] : '=') + (i + 2 < s.length ? base64[n & 63] : '=');
    }
    return out;
  });
  if (!globalThis.atob) define('atob', function atob(data) {
    const s = String(data).replace(/[\t\n\f\r ]/g, '').replace(/={1,2}$/, '');
    if (s.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(s)) throw new TypeError('atob: this is not Base64');
    let out = '', bits = 0, held = 0;
    for (const char of s) {
      held = (held << 6 | base64.indexOf(char)) & 0xffffff; bits += 6;
      if (bits >= 8) { bits -= 8; out += String.fromCharCode(held >> bits & 255); }
    }
    return out;
  });

  // -- URL
  const decodeForm = s => { const t = s.replace(/\+/g, ' '); try { return decodeURIComponent(t); } catch { return t; } };
  const encodeForm = s => encodeURIComponent(s).replace(/%20/g, '+').replace(/[!'()~]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  class URLSearchParams {
    #list = []; #changed = null;
    constructor(init = '') {
      if (typeof init === 'object' && init !== null) {
        if (typeof init[Symbol.iterator] === 'function') for (const [k, v] of init) this.#list.push([String(k), String(v)]);
        else for (const k of Object.keys(init)) this.#list.push([k, String(init[k])]);
      } else this.#parse(String(init));
    }
    #parse(text) {
      for (const part of text.replace(/^\?/, '').split('&')) {
        if (!part) continue;
        const at = part.indexOf('=');
        this.#list.push(at < 0 ? [decodeForm(part), ''] : [decodeForm(part.slice(0, at)), decodeForm(part.slice(at + 1))]);
      }
    }
    static watch(params, changed) { params.#changed = changed; return params; }
    static refill(params, text) { params.#list = []; params.#parse(text); }
    #tell() { if (this.#changed) this.#changed(this.toString()); }
    get size() { return this.#list.length; }
    append(k, v) { this.#list.push([String(k), String(v)]); this.#tell(); }
    delete(k, v) { this.#list = this.#list.filter(e => e[0] !== String(k) || (v !== undefined && e[1] !== String(v))); this.#tell(); }
    get(k) { const e = this.#list.find(e => e[0] === String(k)); return e ? e[1] : null; }
    getAll(k) { return this.#list.filter(e => e[0] === String(k)).map(e => e[1]); }
    has(k, v) { return this.#list.some(e => e[0] === String(k) && (v === undefined || e[1] === String(v))); }
    set(k, v) {
      const at = this.#list.findIndex(e => e[0] === String(k));
      if (at < 0) return this.append(k, v);
      this.#list[at][1] = String(v);
      this.#list = this.#list.filter((e, i) => i <= at || e[0] !== String(k));
      this.#tell();
    }
    sort() { this.#list.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0); this.#tell(); }
    forEach(f, self) { for (const [k, v] of this.#list) f.call(self, v, k, this); }
    *entries() { for (const [k, v] of this.#list) yield [k, v]; }
    *keys() { for (const [k] of this.#list) yield k; }
    *values() { for (const [, v] of this.#list) yield v; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#list.map(([k, v]) => encodeForm(k) + '=' + encodeForm(v)).join('&'); }
  }
  const watch = URLSearchParams.watch, refill = URLSearchParams.refill;
  delete URLSearchParams.watch; delete URLSearchParams.refill;
  define('URLSearchParams', URLSearchParams);

  const ports = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21' };
  const dots = path => {
    const out = [];
    const parts = path.split('/');
    parts.forEach((part, i) => {
      const p = part.replace(/%2e/gi, '.');
      if (p === '..') { if (out.length > 1) out.pop(); if (i === parts.length - 1) out.push(''); }
      else if (p === '.') { if (i === parts.length - 1) out.push(''); }
      else out.push(part);
    });
    return out.join('/');
  };
  const escape = (text, keep) => encodeURI(text.replace(/%(?![0-9a-f]{2})/gi, '%25')).replace(/%25([0-9a-f]{2})/gi, '%$1').replace(keep, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  class URL {
    #p = { protocol: '', username: '', password: '', hostname: '', port: '', pathname: '', search: '', hash: '', slashes: true };
    #params;
    constructor(input, base) {
      const text = String(input).trim().replace(/[\t\n\r]/g, '');
      if (!this.#absolute(text)) {
        if (base === undefined) throw new TypeError('Invalid URL: ' + text);
        this.#relative(text, new URL(base));
      }
      this.#params = watch(new URLSearchParams(this.#p.search), q => { this.#p.search = q ? '?' + q : ''; });
    }
    static canParse(input, base) { try { new URL(input, base); return true; } catch { return false; } }
    static parse(input, base) { try { return new URL(input, base); } catch { return null; } }
    #absolute(text) {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text);
      if (!scheme) return false;
      const p = this.#p, protocol = scheme[1].toLowerCase() + ':', special = protocol in ports;
      let rest = text.slice(scheme[0].length);
      p.protocol = protocol;
      if (special) rest = rest.replace(/\\/g, '/').replace(/^\/*/, '//');
      this.#tail(rest, (body) => {
        if (!body.startsWith('//')) { p.slashes = false; p.pathname = escape(body, /[ "<>`]/g); return; }
        const slash = body.indexOf('/', 2), authority = slash < 0 ? body.slice(2) : body.slice(2, slash);
        const m = /^(?:([^@]*)@)?(\[[0-9a-f:.]+\]|[^:[\]]*)(?::(\d*))?$/i.exec(authority);
        if (!m || (special && m[2] === '') || /[\s<>^|%#?]/.test(m[2]) || Number(m[3] || 0) > 65535) throw new TypeError('Invalid URL: ' + text);
        if (m[1]) { const at = m[1].indexOf(':'); p.username = at < 0 ? m[1] : m[1].slice(0, at); p.password = at < 0 ? '' : m[1].slice(at + 1); }
        p.hostname = m[2].toLowerCase();
        const port = m[3] ? String(Number(m[3])) : '';
        p.port = port === ports[protocol] ? '' : port;
        const path = slash < 0 ? '' : body.slice(slash);
        p.pathname = escape(dots(path), /[ "<>`{}]/g) || (special ? '/' : '');
      });
      return true;
    }
    #relative(text, base) {
      const p = this.#p;
      for (const k of ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search']) p[k] = base[k];
      if (text.startsWith('//')) { this.#absolute(base.protocol + text); return; }
      this.#tail(text, (body, search) => {
        if (body === '') { if (search === null) p.search = base.search; return; }
        if (search === null) p.search = '';
        const path = body.replace(/\\/g, '/');
        p.pathname = escape(dots(path.startsWith('/') ? path : base.pathname.replace(/[^/]*$/, '') + path), /[ "<>`{}]/g);
      });
    }
    #tail(text, then) {
      const p = this.#p, hash = text.indexOf('#');
      p.hash = hash < 0 || hash === text.length - 1 ? '' : '#' + escape(text.slice(hash + 1), /[ "<>`]/g);
      const rest = hash < 0 ? text : text.slice(0, hash), query = rest.indexOf('?');
      const search = query < 0 ? null : rest.slice(query + 1);
      if (search !== null) p.search = search === '' ? '' : '?' + escape(search, /[ "<>']/g);
      then(query < 0 ? rest : rest.slice(0, query), search);
    }
    get protocol() { return this.#p.protocol; } set protocol(v) { this.#p.protocol = String(v).replace(/:.*$/, '').toLowerCase() + ':'; }
    get username() { return this.#p.username; } set username(v) { this.#p.username = encodeURIComponent(v); }
    get password() { return this.#p.password; } set password(v) { this.#p.password = encodeURIComponent(v); }
    get hostname() { return this.#p.hostname; } set hostname(v) { this.#p.hostname = String(v).toLowerCase(); }
    get port() { return this.#p.port; } set port(v) { this.#p.port = String(v) === ports[this.#p.protocol] ? '' : String(v); }
    get host() { return this.#p.hostname + (this.#p.port ? ':' + this.#p.port : ''); }
    set host(v) { const at = String(v).lastIndexOf(':'); if (at > 0) { this.hostname = v.slice(0, at); this.port = v.slice(at + 1); } else this.hostname = v; }
    get origin() { return this.#p.protocol in ports ? this.#p.protocol + '//' + this.host : 'null'; }
    get pathname() { return this.#p.pathname; } set pathname(v) { const t = String(v); this.#p.pathname = escape(dots(t.startsWith('/') ? t : '/' + t), /[?# "<>`{}]/g); }
    get search() { return this.#p.search; }
    set search(v) { const t = String(v).replace(/^\?/, ''); this.#p.search = t ? '?' + escape(t, /[# "<>']/g) : ''; refill(this.#params, this.#p.search); }
    get searchParams() { return this.#params; }
    get hash() { return this.#p.hash; } set hash(v) { const t = String(v).replace(/^#/, ''); this.#p.hash = t ? '#' + escape(t, /[ "<>`]/g) : ''; }
    get href() {
      const p = this.#p, user = p.username ? p.username + (p.password ? ':' + p.password : '') + '@' : '';
      return p.protocol + (p.slashes ? '//' + user + this.host : '') + p.pathname + p.search + p.hash;
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  }
  define('URL', URL);
  define('process', { env: {} });

  // -- how the host asks
  const failed = e => {
    const isError = e instanceof Error;
    const name = isError ? String(e.name) : 'Error';
    const message = isError ? String(e.message) : 'thrown: ' + show(e, 0);
    return '!' + name + '\x01' + message + '\x01' + (isError && typeof e.stack === 'string' ? e.stack : '');
  };
  const toBase64 = bytes => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
    return btoa(text);
  };
  const encoded = value => {
    try {
      const body = value?.body;
      if (typeof body === 'object' && body !== null && (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) && Number.isInteger(value.status)) {
        const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
        return stringify({ status: value.status, headers: value.headers, bodyBase64: toBase64(bytes) });
      }
      return stringify(value) ?? 'null';
    } catch (e) {
      return '#' + (e instanceof Error ? e.message : String(e));
    }
  };
  const pairs = query => Object.entries(query ?? {}).flatMap(([k, v]) => Array.isArray(v) ? v.map(one => [k, one]) : [[k, v]]);
  define('fairlead', Object.freeze({
    call(name, request) {
      const { method, path, query, headers, body, bodyBase64 } = request ?? {};
      const asked = { function: String(name), method, path, headers };
      asked.query = typeof query === 'string' ? query.replace(/^\?/, '') : new URLSearchParams(pairs(query)).toString();
      if (body instanceof ArrayBuffer || ArrayBuffer.isView(body))
        asked.bodyBase64 = toBase64(body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
      else if (bodyBase64 !== undefined) asked.bodyBase64 = bodyBase64;
      else asked.body = body;
      const answer = parse(invoke(stringify(asked)));
      if (answer.error) {
        const error = new Error(answer.error.message);
        error.name = 'CallError';
        error.code = answer.error.code;
        throw error;
      }
      return answer;
    },
  }));
  // -- sockets: a request that says in a header that only the host writes which event it is
  const SOCKET = 'x-fairlead-socket';
  const thenable = value => typeof value === 'object' && value !== null && typeof value.then === 'function';
  const wellFormed = text => typeof text.toWellFormed === 'function' ? text.toWellFormed() : text;
  const utf8 = text => new TextEncoder().encode(text);
  const utf8Length = text => {
    let length = text.length;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c >= 0xd800 && c < 0xdc00) { length += 2; i++; } else if (c > 0x7ff) length += 2; else if (c > 0x7f) length += 1;
    }
    return length;
  };
  const binary = data => {
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : null;
  };
  const fromBase64 = text => {
    const plain = atob(text), bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return bytes;
  };
  const eventOf = asked => {
    const { path, query, headers, body, bodyBase64 } = asked, what = headers[SOCKET];
    const event = { type: what === 'text' || what === 'binary' ? 'message' : what, id: headers[SOCKET + '-id'], request: { path, query, headers } };
    const state = headers[SOCKET + '-state'];
    event.state = state === undefined ? null : parse(state);
    if (what === 'open') event.protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map(one => one.trim()).filter(one => one);
    if (what === 'text') event.data = body ?? '';
    if (what === 'binary') event.data = bodyBase64 === undefined ? utf8(body ?? '') : fromBase64(bodyBase64);
    if (what === 'close') { event.code = Number(headers[SOCKET + '-code']); event.reason = headers[SOCKET + '-reason'] ?? ''; }
    return event;
  };
  const joined = parts => {
    const all = parts.map(part => typeof part === 'string' ? utf8(part) : part);
    const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
    all.reduce((at, part) => { bytes.set(part, at); return at + part.length; }, 0);
    return bytes;
  };
  const answerOf = (event, value) => {
    const wish = value ?? {};
    if (event.type === 'open' && Number.isInteger(wish.status)) return wish;
    const parts = event.type === 'open' ? ['OPEN\r\n'] : [];
    for (const one of wish.send === undefined || wish.send === null ? [] : Array.isArray(wish.send) ? wish.send : [wish.send]) {
      const bytes = binary(one);
      if (bytes) { parts.push('BINARY ' + bytes.length.toString(16) + '\r\n', bytes, '\r\n'); continue; }
      const text = wellFormed(typeof one === 'string' ? one : stringify(one) ?? 'null');
      parts.push('TEXT ' + utf8Length(text).toString(16) + '\r\n' + text + '\r\n');
    }
    if (wish.close) {
      const { code = 1000, reason = '' } = typeof wish.close === 'object' ? wish.close : wish.close === true ? {} : { code: wish.close };
      const said = utf8(wellFormed(String(reason)));
      parts.push('CLOSE ' + (2 + said.length).toString(16) + '\r\n', new Uint8Array([code >> 8 & 255, code & 255]), said, '\r\n');
    }
    const headers = { 'content-type': 'application/websocket-events' };
    if (wish.state !== undefined) headers[SOCKET + '-state'] = wellFormed(stringify(wish.state) ?? 'null').replace(/\x7f/g, '\\u007f');
    if (wish.protocol) headers['sec-websocket-protocol'] = String(wish.protocol);
    return parts.every(part => typeof part === 'string')
      ? { status: 200, headers, body: parts.join('') }
      : { status: 200, headers, body: joined(parts) };
  };
  const ask = asked => {
    if (!socket || asked.headers[SOCKET] === undefined) return handler(asked);
    const event = eventOf(asked), value = socket(event);
    return thenable(value) ? Promise.resolve(value).then(v => answerOf(event, v)) : answerOf(event, value);
  };
  const call = json => {
    try {
      const value = ask(parse(json));
      if (typeof value === 'object' && value !== null && typeof value.then === 'function') {
        settled = null;
        Promise.resolve(value).then(v => { settled = encoded(v); }, e => { settled = failed(e); });
        return '?';
      }
      return encoded(value);
    } catch (e) {
      return failed(e);
    }
  };
  const choose = namespace => {
    const first = namespace?.handle ?? namespace?.default;
    handler = typeof first === 'function' ? first : typeof first?.handle === 'function' ? first.handle.bind(first) : null;
    const other = namespace?.socket ?? first?.socket;
    socket = typeof other === 'function' ? namespace?.socket ? other : other.bind(first) : null;
    return handler ? 'ok' : 'missing';
  };
  const result = () => settled ?? '?';
  const timer = () => { try { return runTimer() ? 'ran' : 'none'; } catch (e) { return failed(e); } };
  const environment = json => { globalThis.process.env = parse(json); return 'ok'; };
  const seal = () => { seeded = false; return 'ok'; };
  return [call, choose, result, timer, failed, environment, seal];
})
