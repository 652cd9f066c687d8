import { api, brought, byId, forgetFragment, onSubmit, show } from './fairlead.js';

const token = brought('token');
forgetFragment();
if (token) {
  byId('ask').hidden = true;
  byId('set').hidden = false;
}
onSubmit('ask-form', async (values, form) => {
  await api('POST', '/password-resets', values);
  form.hidden = true;
  show(byId('sent'), 'If the address has an account, a link is on its way. It is good for an hour.');
});
onSubmit('set-form', async (values) => {
  await api('POST', '/password-resets:complete', { token, ...values });
  location.assign('/login?note=password');
});
