package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.SamlStart.Leaving;
import dev.fairlead.identity.saml.SamlStart.Posting;
import dev.fairlead.identity.saml.ServiceProvider.RequestKey;
import dev.fairlead.identity.saml.xml.Elements;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes authentication requests for the two bindings.
record Requests(ServiceProvider us, IdentityProvider them) {
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    SamlStart send(PendingRequest pending, Instant now) throws Refusal {
        if (them.redirectTo().isPresent()) {
            return redirect(them.redirectTo().get(), pending, now);
        }
        URI to = them.postTo().orElseThrow();
        if (them.wantsSignedRequests()) {
            throw new Refusal(
                    RefusalReason.PROVIDER_DOCUMENT_WRONG,
                    "wants signed requests as forms; we sign those in addresses");
        }
        byte[] xml = xml(pending, to, now).getBytes(StandardCharsets.UTF_8);
        return new Posting(
                to,
                Map.of(
                        "SAMLRequest",
                        Base64.getEncoder().encodeToString(xml),
                        "RelayState",
                        pending.relayState()),
                pending);
    }

    private Leaving redirect(URI to, PendingRequest pending, Instant now) throws Refusal {
        String query =
                "SAMLRequest="
                        + encoded(deflated(xml(pending, to, now)))
                        + "&RelayState="
                        + encoded(pending.relayState());
        if (us.key().isPresent()) {
            query += "&SigAlg=" + encoded(RSA_SHA256);
            query += "&Signature=" + encoded(signature(query, us.key().get()));
        } else if (them.wantsSignedRequests()) {
            throw new Refusal(
                    RefusalReason.PROVIDER_DOCUMENT_WRONG, "wants signed requests; we have no key");
        }
        String separator = to.getRawQuery() == null ? "?" : "&";
        return new Leaving(URI.create(to + separator + query), pending);
    }

    private String xml(PendingRequest pending, URI to, Instant now) {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartElement("samlp", "AuthnRequest", Elements.PROTOCOL);
            xml.writeNamespace("samlp", Elements.PROTOCOL);
            xml.writeNamespace("saml", Elements.ASSERTION);
            xml.writeAttribute("ID", pending.requestId());
            xml.writeAttribute("Version", "2.0");
            xml.writeAttribute("IssueInstant", now.truncatedTo(ChronoUnit.SECONDS).toString());
            xml.writeAttribute("Destination", to.toString());
            xml.writeAttribute("ProtocolBinding", POST);
            xml.writeAttribute("AssertionConsumerServiceURL", us.consumer().toString());
            xml.writeStartElement("saml", "Issuer", Elements.ASSERTION);
            xml.writeCharacters(us.entityId());
            xml.writeEndElement();
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing a request", e);
        }
        return text.toString();
    }

    private static String deflated(String xml) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                var out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String signature(String query, RequestKey key) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.key());
            signature.update(query.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing a request", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
