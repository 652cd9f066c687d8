import { api, byId, goOn, onSubmit, session, show } from './fairlead.js';

const note = new URLSearchParams(location.search).get('note');
if (note === 'password') show(byId('note'), 'Your password is set. Sign in with it.');
if (note === 'joined') show(byId('note'), 'You have joined. Sign in to go on.');
if (note === 'out') show(byId('note'), 'You are signed out.');

if (await session().catch(() => null)) goOn();

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
