package dev.fairlead.certificates.acme;

import dev.fairlead.certificates.pem.OwnCertificate;
import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.certificates.pem.TrustedCertificates;
import dev.fairlead.model.domains.ChallengeKind;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.util.KeyPairUtils;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An authority that gives certificates to whoever answers its challenges. One order at a time
/// each.
public final class AcmeAuthority {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CURVE = "secp256r1";

    static {
        // acme4j asks for it by name.
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }

    private final Terms terms;
    private final HttpClient client;

    public AcmeAuthority(Terms terms) {
        this.terms = terms;
        var building =
                HttpClient.newBuilder()
                        .connectTimeout(ANSWER)
                        .followRedirects(HttpClient.Redirect.NORMAL);
        if (!terms.trusted().isEmpty()) {
            building.sslContext(TrustedCertificates.only(terms.trusted()));
        }
        this.client = building.build();
    }

    /// Where the authority is, by whom it is known besides the JDK's own, who is written to, and
    /// the account that it gave before, where it asks for one.
    public record Terms(
            URI directory,
            List<X509Certificate> trusted,
            Optional<String> contact,
            Optional<Binding> binding) {
        public Terms {
            trusted = List.copyOf(trusted);
        }
    }

    /// An account of the authority's own customers (RFC 8555, section 7.3.4).
    public record Binding(String keyId, String key) {
        /// Without the key.
        @Override
        public String toString() {
            return "Binding[" + keyId + "]";
        }
    }

    /// What an authority wants to see of a name without `*`: for `http-01` the text at
    /// `/.well-known/acme-challenge/{token}`, for `tls-alpn-01` the digest (in hexadecimal) in the
    /// certificate of a handshake, for `dns-01` a TXT record at `_acme-challenge.{name}`.
    public record Wanted(ChallengeKind kind, String name, String token, String text) {}

    /// What answers challenges, on whatever instance the authority asks.
    public interface Answers {
        /// Returns when the authority may look, wherever it looks.
        void put(Wanted wanted) throws AcmeFailed, InterruptedException;

        /// Also where `put` failed half-way.
        void remove(Wanted wanted);
    }

    /// A certificate with its issuers, and its key, as files.
    public record Issued(String chain, String key) {
        /// Without the key.
        @Override
        public String toString() {
            return "Issued";
        }
    }

    /// Where it is.
    public String directory() {
        return terms.directory().toString();
    }

    /// A new key of an account.
    public static String newAccountKey() {
        var text = new StringWriter();
        try {
            KeyPairUtils.writeKeyPair(KeyPairUtils.createECKeyPair(CURVE), text);
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be written", e);
        }
        return text.toString();
    }

    /// Gets a certificate for `name` with the account of `accountKey`, by a challenge of `kind`.
    public Issued issue(String accountKey, String name, ChallengeKind kind, Answers answers)
            throws AcmeFailed, InterruptedException {
        try {
            Login login = login(accountKey);
            Order order = login.newOrder().domain(name).create();
            for (Authorization authorization : order.getAuthorizations()) {
                if (authorization.getStatus() != Status.VALID) {
                    prove(authorization, kind, answers);
                }
            }
            order.waitUntilReady(PATIENCE);
            KeyPair own = KeyPairUtils.createECKeyPair(CURVE);
            order.execute(own);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw new AcmeFailed("the authority did not finish: " + reason(order.getError()));
            }
            return checked(order.getCertificate().getCertificateChain(), own, name);
        } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
            throw failed(e);
        }
    }

    private Login login(String accountKey) throws AcmeException {
        var session =
                new Session(
                        terms.directory(),
                        new GenericAcmeProvider() {
                            @Override
                            public HttpClient createHttpClient(NetworkSettings settings) {
                                return client;
                            }
                        });
        session.networkSettings().setTimeout(ANSWER);
        KeyPair key;
        try {
            key = KeyPairUtils.readKeyPair(new StringReader(accountKey));
        } catch (IOException e) {
            throw new IllegalStateException("the account's key cannot be read", e);
        }
        var building = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        terms.contact().ifPresent(building::addEmail);
        terms.binding().ifPresent(one -> building.withKeyIdentifier(one.keyId(), one.key()));
        Account account = building.create(session);
        return session.login(account.getLocation(), key);
    }

    private static void prove(Authorization authorization, ChallengeKind kind, Answers answers)
            throws AcmeException, AcmeFailed, InterruptedException {
        Class<? extends TokenChallenge> type =
                switch (kind) {
                    case HTTP -> Http01Challenge.class;
                    case TLS -> TlsAlpn01Challenge.class;
                    case DNS -> Dns01Challenge.class;
                };
        TokenChallenge challenge =
                authorization
                        .findChallenge(type)
                        .orElseThrow(
                                () -> new AcmeFailed("the authority offers no " + kind.word()));
        String name = authorization.getIdentifier().getDomain();
        var wanted = new Wanted(kind, name, token(challenge), text(challenge));
        try {
            answers.put(wanted);
            challenge.trigger();
            if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
                Optional<Problem> why =
                        authorization.getChallenges().stream()
                                .map(Challenge::getError)
                                .flatMap(Optional::stream)
                                .findFirst();
                throw new AcmeFailed(
                        "the authority did not see the answer by "
                                + kind.word()
                                + ": "
                                + reason(why));
            }
        } finally {
            answers.remove(wanted);
        }
    }

    /// What tells this challenge from others.
    private static String token(TokenChallenge challenge) {
        return challenge instanceof Http01Challenge http ? http.getToken() : text(challenge);
    }

    private static String text(TokenChallenge challenge) {
        return switch (challenge) {
            case TlsAlpn01Challenge tls -> HexFormat.of().formatHex(tls.getAcmeValidation());
            case Dns01Challenge dns -> dns.getDigest();
            default -> challenge.getAuthorization();
        };
    }

    private static String reason(Optional<Problem> problem) {
        return problem.flatMap(Problem::getDetail).orElse("it says no more");
    }

    /// What was asked for, and nothing else: an authority that lies is not believed.
    private static Issued checked(List<X509Certificate> chain, KeyPair own, String name)
            throws AcmeFailed {
        boolean whole =
                !chain.isEmpty()
                        && chain.getFirst().getPublicKey().equals(own.getPublic())
                        && OwnCertificate.names(chain.getFirst()).contains(name);
        if (!whole) {
            throw new AcmeFailed("the authority gave a certificate that was not asked for");
        }
        return new Issued(PemFiles.text(chain), PemFiles.text(own.getPrivate()));
    }

    private static AcmeFailed failed(Exception e) {
        return switch (e) {
            case AcmeRateLimitedException limited ->
                    new AcmeFailed(
                            "the authority says: too often; " + limited.getMessage(),
                            limited.getRetryAfter(),
                            e);
            case AcmeLazyLoadingException lazy when lazy.getCause() instanceof AcmeException why ->
                    failed(why);
            case AcmeNetworkException _ ->
                    new AcmeFailed("the authority does not answer", Optional.empty(), e);
            default ->
                    new AcmeFailed("the authority refuses: " + e.getMessage(), Optional.empty(), e);
        };
    }
}
