import { api, byId, goOn, nextPath, onSubmit, session, show } from './fairlead.js';

const note = new URLSearchParams(location.search).get('note');
if (note === 'password') show(byId('note'), 'Your password is set. Sign in with it.');
if (note === 'joined') show(byId('note'), 'You have joined. Sign in to go on.');
if (note === 'out') show(byId('note'), 'You are signed out.');

if (await session().catch(() => null)) goOn();

async function providers() {
  const page = await api('GET', '/sign-in/providers');
  for (const one of page.items) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.id = 'sign-in-' + one.name;
    link.className = 'button';
    link.textContent = one.displayName;
    link.href = `/api/v1/sign-in/${one.name}?return=${encodeURIComponent(nextPath())}`;
    item.append(link);
    byId('provider-list').append(item);
  }
  byId('providers').hidden = page.items.length === 0;
}

// Without them there is still the form.
providers().catch(() => {});

onSubmit('form', async (values) => {
  try {
    await api('POST', '/sessions', values);
  } catch (problem) {
    if (problem.code === 'second-factor-needed' && byId('second').hidden) {
      byId('code').disabled = false;
      byId('second').hidden = false;
      byId('code').focus();
      return;
    }
    throw problem;
  }
  goOn();
});
