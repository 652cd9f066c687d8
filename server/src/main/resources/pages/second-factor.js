import { api, brought, forgetFragment, onSubmit } from './fairlead.js';

const provider = brought('provider');
const ticket = brought('ticket');
forgetFragment();
onSubmit('form', async (values) => {
  const done = await api('POST', '/sign-in:second-factor', { provider, ticket, ...values });
  location.assign(done.location);
});
