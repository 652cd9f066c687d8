import { api, brought, byId, forgetFragment, onClick, onSubmit, session, show, tell } from './fairlead.js';

const KEPT = 'invitation';
const trouble = byId('trouble');
// Kept by this tab alone while its owner signs in: in an address it would get into logs.
const token = brought('token') || sessionStorage.getItem(KEPT) || '';
sessionStorage.removeItem(KEPT);
forgetFragment();

function signInFirst() {
  sessionStorage.setItem(KEPT, token);
  location.assign('/login?next=' + encodeURIComponent('/invitation'));
}

try {
  const here = await session();
  const open = await api('POST', '/invitations:look', { token });
  const until = new Date(open.expiresAt).toLocaleString();
  show(byId('what'), `${open.email} may join ${open.organization} as ${open.role}, until ${until}.`);
  const invited = here && here.user.email.toLowerCase() === open.email.toLowerCase();
  if (here && !invited) {
    show(trouble, `You are signed in as ${here.user.email}.`);
    byId('other').hidden = false;
  } else if (!here && open.hasAccount) {
    byId('sign-in').hidden = false;
  } else {
    if (invited) {
      byId('new').hidden = true;
      for (const input of byId('new').querySelectorAll('input')) input.disabled = true;
    }
    byId('form').hidden = false;
  }
} catch (problem) {
  byId('what').hidden = true;
  tell(trouble, problem);
}
onSubmit('form', async (values) => {
  await api('POST', '/invitations:accept', { token, ...values });
  location.assign('/account');
});
onClick(byId('sign-in'), trouble, async () => signInFirst());
onClick(byId('other'), trouble, async () => {
  await api('DELETE', '/session');
  signInFirst();
});
