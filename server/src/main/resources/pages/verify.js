import { api, brought, byId, forgetFragment, onSubmit, show } from './fairlead.js';

const token = brought('token');
forgetFragment();
// Not at once: programs that look at mail open links too.
onSubmit('form', async (_, form) => {
  await api('POST', '/email-verifications:complete', { token });
  form.hidden = true;
  show(byId('what'), 'Your address is confirmed.');
});
