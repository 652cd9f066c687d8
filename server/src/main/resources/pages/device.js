import { api, brought, byId, onClick, onSubmit, show, signedIn, when } from './fairlead.js';

await signedIn();
const code = byId('code');
code.value = brought('code');

function fact(name, text) {
  const term = document.createElement('dt');
  const value = document.createElement('dd');
  term.textContent = name;
  value.textContent = text;
  byId('facts').append(term, value);
}

let looked = '';
onSubmit('form', async (values, form) => {
  const waiting = await api('GET', '/device-logins/' + encodeURIComponent(values.code));
  looked = waiting.userCode;
  byId('facts').replaceChildren();
  byId('shown').textContent = 'Code ' + looked;
  fact('From', waiting.address);
  fact('Program', waiting.agent);
  fact('Asked', when(waiting.createdAt));
  form.hidden = true;
  byId('waiting').hidden = false;
  byId('shown').focus();
});

for (const [id, action, said] of [
  ['approve', ':approve', 'Approved. The command line is signed in; you can close this page.'],
  ['deny', ':deny', 'Denied. The command line was told so.'],
]) {
  onClick(byId(id), byId('trouble'), async () => {
    await api('POST', '/device-logins/' + encodeURIComponent(looked) + action);
    byId('waiting').hidden = true;
    show(byId('done'), said);
    byId('done').focus();
  });
}
if (code.value) byId('form').requestSubmit();
