// A SAML 2.0 identity provider (samlp) with a login form. Its one argument is JSON:
// {key, cert, consumers: [address], signResponse, signAssertion, requestCert, accounts:
// {login: {email, name, groups}}}. Prints its address when it listens; metadata is at /metadata.
// Any password is right; only the accounts exist.
import { createServer } from 'node:http';
import samlp from 'samlp';

const settings = JSON.parse(process.argv[2]);
const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const field = (name, value) =>
  value === undefined ? '' : `<input type="hidden" name="${name}" value="${escape(value)}">`;

class Profile {
  constructor(user) {
    this.user = user;
  }

  getClaims() {
    const { email, name, groups } = this.user;
    return { email, displayName: name, groups };
  }

  getNameIdentifier() {
    return {
      nameIdentifier: this.user.login,
      nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    };
  }
}

// samlp calls it without `new` and reads its prototype.
function mapper(user) {
  return new Profile(user);
}
mapper.prototype.metadata = [];

async function body(request) {
  let text = '';
  for await (const piece of request) {
    text += piece;
  }
  return Object.fromEntries(new URLSearchParams(text));
}

const server = createServer(async (incoming, outgoing) => {
  const here = `http://127.0.0.1:${server.address().port}`;
  const address = new URL(incoming.url, here);
  const form = incoming.method === 'POST' ? await body(incoming) : {};
  const query = Object.fromEntries(address.searchParams);
  const response = {
    set: (name, value) => outgoing.setHeader(name, value),
    send: (first, second) => {
      const status = typeof first === 'number' ? first : 200;
      outgoing.writeHead(status).end(String(typeof first === 'number' ? second ?? '' : first));
    },
  };
  const failed = (error) => outgoing.writeHead(400).end(String(error));
  const options = {
    issuer: `${here}/metadata`,
    key: settings.key,
    cert: settings.cert,
    profileMapper: mapper,
    signResponse: settings.signResponse,
    signAssertion: settings.signAssertion,
    signingCert: settings.requestCert || undefined,
    lifetimeInSeconds: 300,
  };
  if (address.pathname === '/metadata') {
    const request = { headers: incoming.headers, protocol: 'http', originalUrl: incoming.url };
    samlp.metadata({ ...options, redirectEndpointPath: '/sso', postEndpointPath: '/sso' })(
      request, response);
    return;
  }
  if (address.pathname !== '/sso') {
    outgoing.writeHead(404).end();
    return;
  }
  const account = settings.accounts[form.login];
  if (!account) {
    outgoing.setHeader('content-type', 'text/html');
    outgoing.end(
      `<form method="post" action="${escape(incoming.url)}">${field('SAMLRequest', form.SAMLRequest)}`
      + `${field('RelayState', form.RelayState)}<input name="login"><input name="password" type="password">`
      + '<button type="submit">Sign in</button></form>');
    return;
  }
  const asked = { method: query.SAMLRequest ? 'GET' : 'POST', query, body: form, user: { login: form.login, ...account } };
  samlp.parseRequest(asked, {}, (error, said) => {
    if (error) {
      failed(error);
      return;
    }
    const consumer = settings.consumers.find((one) => one === said?.assertionConsumerServiceURL);
    samlp.auth({
      ...options,
      recipient: consumer,
      destination: consumer,
      RelayState: query.RelayState ?? form.RelayState,
      getPostURL: (_audience, _request, _asked, done) =>
        done(consumer ? null : 'an unknown consumer', consumer),
    })(asked, response, failed);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
