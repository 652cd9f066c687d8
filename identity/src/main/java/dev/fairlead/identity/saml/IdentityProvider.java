package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.xml.Elements;
import dev.fairlead.identity.saml.xml.StrictXml;

import org.w3c.dom.Element;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What an identity provider's metadata says of it: its name, where to send people, and the keys it
/// signs with, of which there are several while it changes them. Metadata is the operator's word:
/// that a certificate in it has ended changes nothing.
public record IdentityProvider(
        String entityId,
        Optional<URI> redirectTo,
        Optional<URI> postTo,
        boolean wantsSignedRequests,
        List<X509Certificate> certificates) {
    private static final String BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:";
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_CERTIFICATES = 8;

    public IdentityProvider {
        certificates = List.copyOf(certificates);
    }

    public static IdentityProvider parse(String metadata) throws Refusal {
        Element root =
                StrictXml.parse(metadata.getBytes(StandardCharsets.UTF_8)).getDocumentElement();
        if (!Elements.is(root, Elements.METADATA, "EntityDescriptor")) {
            throw wrong("not the metadata of one provider");
        }
        String entityId = Elements.attribute(root, "entityID");
        Element role = Elements.required(root, Elements.METADATA, "IDPSSODescriptor");
        var found =
                new IdentityProvider(
                        entityId,
                        place(role, "HTTP-Redirect"),
                        place(role, "HTTP-POST"),
                        List.of("true", "1")
                                .contains(Elements.attribute(role, "WantAuthnRequestsSigned")),
                        certificates(role));
        if (entityId.isBlank() || (found.redirectTo.isEmpty() && found.postTo.isEmpty())) {
            throw wrong("no entity id or no address to sign in at");
        }
        return found;
    }

    /// One that is known by its name, its address for redirects and its certificates alone.
    public static IdentityProvider of(String entityId, String address, List<String> certificates)
            throws Refusal {
        var found = new ArrayList<X509Certificate>();
        for (String one : certificates) {
            found.add(certificate(one.replaceAll("-----(?:BEGIN|END) CERTIFICATE-----", "")));
        }
        if (entityId.isBlank()) {
            throw wrong("no entity id");
        }
        return new IdentityProvider(
                entityId, Optional.of(web(address)), Optional.empty(), false, enough(found));
    }

    private static List<X509Certificate> enough(List<X509Certificate> found) throws Refusal {
        if (found.isEmpty() || found.size() > MOST_CERTIFICATES) {
            throw wrong(found.size() + " certificates to sign with");
        }
        return found;
    }

    private static Optional<URI> place(Element role, String binding) throws Refusal {
        for (Element service : Elements.children(role, Elements.METADATA, "SingleSignOnService")) {
            if (Elements.attribute(service, "Binding").equals(BINDINGS + binding)) {
                return Optional.of(web(Elements.attribute(service, "Location")));
            }
        }
        return Optional.empty();
    }

    private static URI web(String location) throws Refusal {
        try {
            URI address = URI.create(location);
            boolean web = List.of("https", "http").contains(String.valueOf(address.getScheme()));
            if (web && address.getHost() != null && address.getRawFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "an address", e);
        }
        throw wrong("not a web address: " + location);
    }

    private static List<X509Certificate> certificates(Element role) throws Refusal {
        var found = new ArrayList<X509Certificate>();
        for (Element descriptor : Elements.children(role, Elements.METADATA, "KeyDescriptor")) {
            String use = Elements.attribute(descriptor, "use");
            if (use.isEmpty() || use.equals("signing")) {
                Element keys = Elements.required(descriptor, Elements.SIGNATURE, "KeyInfo");
                for (Element data : Elements.children(keys, Elements.SIGNATURE, "X509Data")) {
                    for (Element one :
                            Elements.children(data, Elements.SIGNATURE, "X509Certificate")) {
                        found.add(certificate(Elements.text(one)));
                    }
                }
            }
        }
        return enough(found);
    }

    private static X509Certificate certificate(String base64) throws Refusal {
        X509Certificate certificate;
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "a certificate", e);
        }
        boolean strong =
                switch (certificate.getPublicKey()) {
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
                    case ECPublicKey _ -> true;
                    default -> false;
                };
        if (!strong) {
            throw wrong("a key that is too weak or of an unknown kind");
        }
        return certificate;
    }

    List<PublicKey> keys() {
        return certificates.stream().map(X509Certificate::getPublicKey).toList();
    }

    private static Refusal wrong(String what) {
        return new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, what);
    }
}
