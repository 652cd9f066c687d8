import { api, brought, forgetFragment, onSubmit } from './fairlead.js';

const token = brought('token');
forgetFragment();
onSubmit('form', async (values) => {
  await api('POST', '/setup', { token, ...values });
  location.assign('/account');
});
