import { api, byId, onClick, onSubmit, show, signedIn, tell, when } from './fairlead.js';

let here = await signedIn();
const trouble = byId('trouble');

function row(list, lines, action, label, act) {
  const item = document.createElement('li');
  for (const line of lines) {
    const text = document.createElement('p');
    text.textContent = line;
    item.append(text);
  }
  if (action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = action;
    button.setAttribute('aria-label', label);
    onClick(button, trouble, act);
    item.append(button);
  }
  list.append(item);
}

function user() {
  const { email, name, emailVerified, secondFactor } = here.user;
  show(byId('who'), `Signed in as ${email}${emailVerified ? '' : ' (not confirmed)'}.`);
  byId('name').value = name;
  byId('factor-state').textContent = secondFactor
    ? 'It is on. Your password turns it off.'
    : 'It is off. Your password begins to turn it on.';
  byId('factor-form').querySelector('button').textContent = secondFactor ? 'Turn off' : 'Continue';
}

/** Other cookies come with other tokens. */
async function again() {
  here = await signedIn();
  user();
  await devices();
}

async function devices() {
  const page = await api('GET', '/account/sessions');
  byId('devices').replaceChildren();
  for (const one of page.items) {
    const lines = [
      (one.kind === 'browser' ? 'Browser' : 'Command line') + (one.current ? ' (this one)' : ''),
      one.agent,
      `from ${one.address}, seen ${when(one.seenAt)}`,
    ];
    row(byId('devices'), lines, one.current ? '' : 'Sign out', 'Sign out: ' + one.agent, async () => {
      await api('DELETE', '/account/sessions/' + one.id);
      await devices();
    });
  }
}

/** Asks for the password first where the server says that it has been a while. */
async function confirmed(act) {
  try {
    await act();
  } catch (problem) {
    if (problem.code !== 'confirmation-needed') throw problem;
    waiting = act;
    byId('confirm-code').disabled = !here.user.secondFactor;
    byId('confirm-second').hidden = !here.user.secondFactor;
    byId('confirm-form').hidden = false;
    byId('confirm-password').focus();
  }
}
let waiting = async () => {};

async function identities() {
  const connected = await api('GET', '/account/identities');
  const all = await api('GET', '/sign-in/providers');
  byId('identities').replaceChildren();
  byId('connectable').replaceChildren();
  byId('identities-none').hidden = connected.items.length > 0;
  for (const one of connected.items) {
    const lines = [one.displayName, one.email, `since ${when(one.since)}, used ${when(one.usedAt)}`];
    row(byId('identities'), lines, 'Disconnect', 'Disconnect ' + one.displayName, () =>
      confirmed(async () => {
        await api('DELETE', '/account/identities/' + one.provider);
        await identities();
      }),
    );
  }
  const names = new Set(connected.items.map((one) => one.provider));
  for (const one of all.items.filter((provider) => !names.has(provider.name))) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.id = 'connect-' + one.name;
    button.className = 'quiet';
    button.textContent = 'Connect ' + one.displayName;
    onClick(button, trouble, () =>
      confirmed(async () => {
        const asked = { provider: one.name, returnTo: '/account' };
        const made = await api('POST', '/account/identities:connect', asked);
        location.assign(made.location);
      }),
    );
    item.append(button);
    byId('connectable').append(item);
  }
}

async function keys() {
  const organization = byId('organization').value;
  byId('keys').replaceChildren();
  if (!organization) return;
  const page = await api('GET', '/account/keys', undefined, organization);
  for (const one of page.items.filter((key) => !key.revokedAt)) {
    const lines = [one.name, `made ${when(one.createdAt)}, used ${when(one.lastUsedAt)}`];
    row(byId('keys'), lines, 'Revoke', 'Revoke ' + one.name, async () => {
      await api('DELETE', '/account/keys/' + one.id, undefined, organization);
      await keys();
    });
  }
}

async function organizations() {
  const page = await api('GET', '/account/organizations');
  for (const one of page.items) {
    row(byId('organizations'), [one.name, 'You are ' + [one.role, ...one.mappedRoles].join(', ')]);
    const option = document.createElement('option');
    option.value = one.id;
    option.textContent = one.name;
    byId('organization').append(option);
  }
}

onSubmit('name-form', async (values) => {
  here.user = await api('PATCH', '/account', values);
  user();
});
onSubmit('password-form', async (values, form) => {
  await api('POST', '/account/password', values);
  form.reset();
  await again();
  show(byId('who'), 'Your password is changed.');
});
onSubmit(
  'factor-form',
  async (values, form) => {
    if (here.user.secondFactor) {
      await api('POST', '/account/second-factor:disable', values);
      form.reset();
      await again();
      return;
    }
    const made = await api('POST', '/account/second-factor', values);
    form.reset();
    byId('secret').textContent = made.secret;
    byId('secret-uri').href = made.uri;
    byId('secret-code').setAttribute('viewBox', `0 0 ${made.qrSize} ${made.qrSize}`);
    byId('secret-code').firstElementChild.setAttribute('d', made.qrPath);
    byId('factor-secret').hidden = false;
    byId('factor-code').focus();
  },
  'factor-',
);
onSubmit(
  'factor-code-form',
  async (values, form) => {
    const made = await api('POST', '/account/second-factor:confirm', values);
    form.reset();
    byId('factor-secret').hidden = true;
    byId('codes').textContent = made.codes.join('\n');
    byId('recovery').hidden = false;
    byId('recovery-note').focus();
    await again();
  },
  'factor-',
);
onSubmit(
  'confirm-form',
  async (values, form) => {
    await api('POST', '/session:confirm', values);
    form.reset();
    form.hidden = true;
    await waiting();
  },
  'confirm-',
);
onSubmit(
  'key-form',
  async (values, form) => {
    const made = await api('POST', '/account/keys', values, byId('organization').value);
    form.reset();
    byId('key-text').textContent = made.key;
    byId('new-key').hidden = false;
    byId('new-key-note').focus();
    await keys();
  },
  'key-',
);
byId('organization').addEventListener('change', () => keys().catch((problem) => tell(trouble, problem)));
onClick(byId('revoke-others'), trouble, async () => {
  await api('POST', '/account/sessions:revoke-others');
  await devices();
});
onClick(byId('sign-out'), trouble, async () => {
  await api('DELETE', '/session');
  location.assign('/login?note=out');
});

try {
  user();
  await identities();
  await devices();
  await organizations();
  await keys();
} catch (problem) {
  tell(trouble, problem);
}
