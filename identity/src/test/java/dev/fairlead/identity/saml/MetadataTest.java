package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.ServiceProvider.RequestKey;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.net.URI;
import java.util.Optional;

class MetadataTest {
    private static final String SSO = "https://idp.example/sso";

    private static SigningKey first;
    private static SigningKey second;

    @BeforeAll
    static void keys() throws Exception {
        first = SigningKey.rsa();
        second = SigningKey.ec();
    }

    private static String descriptor(String use, SigningKey key) {
        String base64 = key.certificatePem().replaceAll("-----[^-]*-----", "");
        return """
        <KeyDescriptor %s><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
        <X509Certificate>%s</X509Certificate></X509Data></KeyInfo></KeyDescriptor>\
        """
                .formatted(use, base64);
    }

    private static String service(String binding, String location) {
        return "<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:%s\" Location=\"%s\"/>"
                .formatted(binding, location);
    }

    private static String metadata(String... parts) {
        return """
        <?xml version="1.0"?>
        <EntityDescriptor entityID="https://idp.example" \
        xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><IDPSSODescriptor \
        protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">%s</IDPSSODescriptor>\
        </EntityDescriptor>\
        """
                .formatted(String.join("", parts));
    }

    private static RefusalReason refusal(String metadata) {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> IdentityProvider.parse(metadata));
        return refusal.outcome().reason();
    }

    @Test
    void a_provider_is_read_with_all_keys_that_it_signs_with() throws Exception {
        // Given
        String text =
                metadata(
                        descriptor("use=\"signing\"", first),
                        descriptor("", second),
                        descriptor("use=\"encryption\"", SigningKey.rsa()),
                        service("HTTP-Redirect", SSO),
                        service("HTTP-POST", SSO + "/post"));
        // When
        IdentityProvider provider = IdentityProvider.parse(text);
        // Then
        assertThat(provider.entityId()).isEqualTo("https://idp.example");
        assertThat(provider.redirectTo()).contains(URI.create(SSO));
        assertThat(provider.postTo()).contains(URI.create(SSO + "/post"));
        assertThat(provider.certificates())
                .containsExactly(first.certificate(), second.certificate());
    }

    @Test
    void a_provider_that_cannot_be_trusted_or_asked_is_refused() throws Exception {
        // Given
        String key = descriptor("", first);
        String place = service("HTTP-Redirect", SSO);
        // When / Then
        assertThat(refusal(metadata(key))).isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(place))).isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(descriptor("", SigningKey.shortRsa()), place)))
                .isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(key.replace("MII", "MIJ"), place)))
                .isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(key, service("HTTP-Redirect", "javascript:alert(1)"))))
                .isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(key, place).replace("https://idp.example\"", "\"")))
                .isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal(metadata(key, place).replace("IDPSSO", "SPSSO")))
                .isEqualTo(RefusalReason.STRUCTURE_WRONG);
        assertThat(refusal("<a/>")).isEqualTo(RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(refusal("<!DOCTYPE a><a/>")).isEqualTo(RefusalReason.DOCTYPE_NOT_ALLOWED);
    }

    @Test
    void ours_says_who_we_are_and_where_answers_go() {
        // Given
        var key = new RequestKey(first.privateKey(), first.certificate());
        var us =
                new ServiceProvider(
                        "https://fairlead.example/saml?a&b",
                        URI.create("https://fairlead.example/saml/consume"),
                        Optional.of(key));
        // When
        Document metadata = Forge.parse(OurMetadata.of(us));
        Document without =
                Forge.parse(
                        OurMetadata.of(
                                new ServiceProvider(
                                        us.entityId(), us.consumer(), Optional.empty())));
        // Then
        Element root = metadata.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("urn:oasis:names:tc:SAML:2.0:metadata");
        assertThat(root.getAttribute("entityID")).isEqualTo("https://fairlead.example/saml?a&b");
        Element consumer = Forge.first(metadata, "AssertionConsumerService");
        assertThat(consumer.getAttribute("Location"))
                .isEqualTo("https://fairlead.example/saml/consume");
        assertThat(Forge.first(metadata, "X509Certificate").getTextContent())
                .isEqualTo(first.certificatePem().replaceAll("-----[^-]*-----|\n", ""));
        assertThat(Forge.first(metadata, "SPSSODescriptor").getAttribute("AuthnRequestsSigned"))
                .isEqualTo("true");
        assertThat(Forge.first(without, "SPSSODescriptor").getAttribute("AuthnRequestsSigned"))
                .isEqualTo("false");
        assertThat(without.getElementsByTagNameNS("*", "KeyDescriptor").getLength()).isZero();
    }

    @Test
    void keys_are_not_printed() {
        assertThat(new RequestKey(first.privateKey(), first.certificate()).toString())
                .isEqualTo("RequestKey[CN=test]");
    }
}
