// What every page needs: asking the API, forms that say what is wrong, links' tokens, the way back.

let csrfToken = '';

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

/** A refusal in the server's own words (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(sentence(body.detail || body.title || `the server answered ${status}`));
    this.status = status;
    this.code = body.code || '';
    this.title = body.title || '';
    this.fields = body.errors || [];
  }
}

/** Asks the API; null where it answers nothing. */
export async function api(method, path, body, organization) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (csrfToken) headers['x-csrf-token'] = csrfToken;
  if (organization) headers['fairlead-organization'] = organization;
  let answer;
  try {
    answer = await fetch('/api/v1' + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new Problem(0, { detail: 'The server cannot be reached. Try again.' });
  }
  const text = await answer.text();
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    json = { detail: `The server answered ${answer.status} and no explanation.` };
  }
  if (!answer.ok) throw new Problem(answer.status, json || {});
  return json;
}

/** Learns who is signed in; `null` where nobody is. */
export async function session() {
  try {
    const here = await api('GET', '/session');
    csrfToken = here.csrfToken;
    return here;
  } catch (problem) {
    if (problem.status === 401) return null;
    throw problem;
  }
}

/** Who is signed in; others are sent to sign in and come back. */
export async function signedIn() {
  const here = await session();
  if (here) return here;
  const back = location.pathname + location.search + location.hash;
  location.replace('/login?next=' + encodeURIComponent(back));
  return new Promise(() => {});
}

const inFragment = new URLSearchParams(location.hash.slice(1));

/** What a link brought in its fragment. */
export function brought(name) {
  return inFragment.get(name) || '';
}

/** Takes the link's secret out of the address bar and the history. */
export function forgetFragment() {
  history.replaceState(null, '', location.pathname + location.search);
}

/** An address of our own that `text` names, or null: where a page sends people is for us to say. */
export function ownAddress(text, origin = location.origin) {
  if (typeof text !== 'string' || !text.startsWith('/') || /^\/[/\\]|[\\\u0000-\u0020]/.test(text)) {
    return null;
  }
  try {
    const address = new URL(text, origin);
    // Whole, since the path alone could begin with `//` once its dots are resolved.
    return address.origin === origin && !address.pathname.startsWith('//') ? address.href : null;
  } catch {
    return null;
  }
}

/** Goes where `?next=` says, if that is ours. */
export function goOn() {
  location.assign(nextPath());
}

/** The path that `?next=` says, if that is ours. */
export function nextPath() {
  const next = ownAddress(new URLSearchParams(location.search).get('next'));
  return next ? next.slice(location.origin.length) : '/account';
}

export function byId(id) {
  return document.getElementById(id);
}

export function show(element, text) {
  if (text !== undefined) element.textContent = text;
  element.hidden = false;
}

/** Says what went wrong where the page has a place for it. */
export function tell(place, problem) {
  const rest = problem.fields ? problem.fields.map((one) => `${one.pointer}: ${one.detail}`) : [];
  show(place, [problem.message, ...rest].join('\n'));
}

function clear(form) {
  form.querySelector('.problem').hidden = true;
  for (const input of form.querySelectorAll('input')) {
    input.removeAttribute('aria-invalid');
    byId(input.id + '-error').textContent = '';
  }
}

function mark(input, text) {
  input.setAttribute('aria-invalid', 'true');
  byId(input.id + '-error').textContent = text;
}

/** Puts each error at its field, else above the form, and the focus on the first. */
function refuse(form, problem, prefix) {
  const left = [];
  let first = null;
  for (const one of problem.fields || []) {
    const input = form.elements[prefix + one.pointer.slice(1)];
    if (input) {
      mark(input, sentence(one.detail));
      first = first || input;
    } else {
      left.push(one.detail);
    }
  }
  if (!first || left.length) {
    show(form.querySelector('.problem'), [problem.message, ...left].join('\n'));
  }
  (first || form.querySelector('input:enabled') || form.querySelector('button')).focus();
}

/** Sends a form once at a time. Names of its fields are `prefix` and the API's own. */
export function onSubmit(id, send, prefix = '') {
  const form = byId(id);
  const button = form.querySelector('button');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clear(form);
    const values = {};
    let missing = null;
    for (const input of form.querySelectorAll('input:enabled')) {
      const value = input.type === 'password' ? input.value : input.value.trim();
      if (!value) {
        mark(input, 'Is needed.');
        missing = missing || input;
      }
      values[input.name.slice(prefix.length)] = value;
    }
    if (missing) {
      missing.focus();
      return;
    }
    button.disabled = true;
    try {
      await send(values, form);
    } catch (problem) {
      refuse(form, problem, prefix);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** A button that asks the API for something. */
export function onClick(button, place, act) {
  button.addEventListener('click', async () => {
    place.hidden = true;
    button.disabled = true;
    try {
      await act();
    } catch (problem) {
      tell(place, problem);
    } finally {
      button.disabled = false;
    }
  });
}

export function when(time) {
  return time ? new Date(time).toLocaleString() : 'never';
}

const local = /^(localhost|127\.[0-9.]+|\[::1\]|.*\.localhost)$/;
if (location.protocol === 'http:' && !local.test(location.hostname)) show(byId('plain'));
