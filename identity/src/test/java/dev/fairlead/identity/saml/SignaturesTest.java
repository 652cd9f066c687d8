package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.saml.Forge.How;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;

/// What is signed, by whom and how.
class SignaturesTest {
    private static final String DSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    private final SamlSetting saml = new SamlSetting();

    private Document signed(String name, How how) {
        Document answer = saml.response(Map.of());
        Forge.sign(Forge.first(answer, name), SamlSetting.KEY, how);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Assertion", "Response"})
    void one_signature_is_enough_on_either(String name) {
        assertThat(saml.finish(signed(name, Forge.USUAL))).isInstanceOf(SignedIn.class);
    }

    @Test
    void both_may_be_signed() {
        // Given
        Document answer = signed("Assertion", Forge.USUAL);
        Forge.sign(answer.getDocumentElement(), SamlSetting.KEY, Forge.USUAL);
        // When / Then
        assertThat(saml.finish(answer)).isInstanceOf(SignedIn.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DSIG_MORE + "rsa-sha384",
                DSIG_MORE + "rsa-sha512",
                "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
            })
    void stronger_algorithms_are_fine(String method) {
        // Given
        How how = Forge.USUAL.method(method).digest(DigestMethod.SHA512);
        // When / Then
        assertThat(saml.finish(signed("Assertion", how))).isInstanceOf(SignedIn.class);
    }

    @Test
    void of_two_signatures_both_have_to_be_right() throws Exception {
        // Given
        Document answer = signed("Assertion", Forge.USUAL);
        Forge.sign(answer.getDocumentElement(), SigningKey.rsa(), Forge.USUAL);
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void an_answer_without_a_signature_is_refused() {
        saml.assertRefused(saml.finish(saml.response(Map.of())), RefusalReason.NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Assertion", "Response"})
    void an_answer_whose_signature_was_taken_out_is_refused(String name) {
        // Given
        Document answer = signed(name, Forge.USUAL);
        Element signature = Forge.first(answer, "Signature");
        signature.getParentNode().removeChild(signature);
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Assertion", "Response"})
    void a_changed_answer_is_refused(String name) {
        // Given
        String answer = Forge.text(signed(name, Forge.USUAL));
        // When / Then
        saml.assertRefused(
                saml.finish(answer.replace(">ada<", ">root<")), RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void an_attackers_key_is_none_though_the_signature_brings_its_certificate() throws Exception {
        // Given: Forge puts the certificate of the key into the signature.
        Document answer = saml.response(Map.of());
        Forge.sign(Forge.first(answer, "Assertion"), SigningKey.rsa(), Forge.USUAL);
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void an_attackers_key_is_none_though_the_signature_brings_the_right_certificate()
            throws Exception {
        // Given
        Document answer = saml.response(Map.of());
        Element assertion = Forge.first(answer, "Assertion");
        Forge.sign(
                assertion,
                SigningKey.rsa().privateKey(),
                SamlSetting.KEY,
                Forge.USUAL,
                "#_assertion");
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void a_key_of_another_kind_than_the_signature_is_no_match() throws Exception {
        // Given
        Document answer = signed("Assertion", Forge.USUAL);
        SamlClient client = saml.client(List.of(SigningKey.ec().certificate()), false);
        // When / Then
        saml.assertRefused(
                client.finish(Forge.encoded(Forge.text(answer)), Optional.of(saml.pending)),
                RefusalReason.SIGNATURE_WRONG);
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                Arguments.of("SHA-1", Forge.USUAL.method(SignatureMethod.RSA_SHA1)),
                Arguments.of("a digest of SHA-1", Forge.USUAL.digest(DigestMethod.SHA1)),
                Arguments.of("MD5", Forge.USUAL.method(DSIG_MORE + "rsa-md5")),
                Arguments.of(
                        "inclusive canonicalization",
                        Forge.USUAL.canonicalization(CanonicalizationMethod.INCLUSIVE)),
                Arguments.of(
                        "comments in what is signed",
                        Forge.USUAL.transforms(
                                Transform.ENVELOPED,
                                CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS)),
                Arguments.of(
                        "base64", Forge.USUAL.transforms(Transform.ENVELOPED, Transform.BASE64)));
    }

    /// The names are put in afterwards: the JDK does not sign with all of them.
    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void algorithms_that_are_not_on_the_list_are_refused(String what, How how) {
        // Given
        String answer = Forge.text(signed("Assertion", Forge.USUAL));
        String changed =
                answer.replace(
                                "SignatureMethod Algorithm=\"" + Forge.RSA_SHA256,
                                "SignatureMethod Algorithm=\"" + how.method())
                        .replace(DigestMethod.SHA256, how.digest())
                        .replace(
                                "CanonicalizationMethod Algorithm=\"" + Forge.EXCLUSIVE,
                                "CanonicalizationMethod Algorithm=\"" + how.canonicalization())
                        .replace(
                                "Transform Algorithm=\"" + Forge.EXCLUSIVE,
                                "Transform Algorithm=\"" + how.transforms().getLast());
        assertThat(changed).isNotEqualTo(answer);
        // When / Then
        saml.assertRefused(saml.finish(changed), RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void a_right_signature_of_sha_1_is_refused_too() {
        // Given
        How old = Forge.USUAL.method(SignatureMethod.RSA_SHA1).digest(DigestMethod.SHA1);
        // When / Then
        saml.assertRefused(
                saml.finish(signed("Assertion", old)), RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void a_public_key_is_no_secret_to_sign_with() {
        // Given
        byte[] published = SamlSetting.KEY.certificate().getPublicKey().getEncoded();
        Document answer = saml.response(Map.of());
        Forge.sign(
                Forge.first(answer, "Assertion"),
                new SecretKeySpec(published, "HmacSHA256"),
                SamlSetting.KEY,
                Forge.USUAL.method(SignatureMethod.HMAC_SHA256),
                "#_assertion");
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("two references", Forge.USUAL.references(2)),
                Arguments.of("one transform", Forge.USUAL.transforms(Transform.ENVELOPED)),
                Arguments.of(
                        "three transforms",
                        Forge.USUAL.transforms(
                                Transform.ENVELOPED, Forge.EXCLUSIVE, Forge.EXCLUSIVE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void signatures_of_another_form_are_refused(String what, How how) {
        saml.assertRefused(
                saml.finish(signed("Assertion", how)), RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#_response",
                "#xpointer(/)",
                "#xpointer(id('_assertion'))",
                "file:///etc/passwd",
                "http://127.0.0.1:9/signed.xml"
            })
    void a_reference_to_anything_but_what_holds_it_is_refused(String reference) {
        // Given
        String answer = Forge.text(signed("Assertion", Forge.USUAL));
        String changed = answer.replace("URI=\"#_assertion\"", "URI=\"" + reference + "\"");
        assertThat(changed).isNotEqualTo(answer);
        // When / Then
        saml.assertRefused(saml.finish(changed), RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                "http://www.w3.org/TR/1999/REC-xpath-19991116",
                "http://www.w3.org/2002/06/xmldsig-filter2"
            })
    void programs_in_signatures_are_refused_and_never_run(String transform) {
        // Given
        String program =
                "<ds:Transform Algorithm=\""
                        + transform
                        + "\"><xsl:stylesheet version=\"1.0\""
                        + " xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">"
                        + "<xsl:template match=\"/\"><xsl:message terminate=\"yes\">ran"
                        + "</xsl:message></xsl:template></xsl:stylesheet></ds:Transform>";
        String answer = Forge.text(signed("Assertion", Forge.USUAL));
        String last = "<ds:Transform Algorithm=\"" + Forge.EXCLUSIVE + "\"/>";
        assertThat(answer).contains(last);
        // When / Then
        saml.assertRefused(
                saml.finish(answer.replace(last, program)), RefusalReason.ALGORITHM_NOT_ALLOWED);
        saml.assertRefused(
                saml.finish(answer.replace(last, last + program)),
                RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
    }

    @Test
    void a_program_in_an_allowed_transform_is_refused() {
        // Given
        String answer = Forge.text(signed("Assertion", Forge.USUAL));
        String last = "<ds:Transform Algorithm=\"" + Forge.EXCLUSIVE + "\"/>";
        String with =
                "<ds:Transform Algorithm=\""
                        + Forge.EXCLUSIVE
                        + "\"><ds:XPath>1</ds:XPath></ds:Transform>";
        // When / Then
        saml.assertRefused(
                saml.finish(answer.replace(last, with)), RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
    }

    @Test
    void a_signature_holds_nothing_of_anybody_else() {
        // Given
        String answer = Forge.text(signed("Assertion", Forge.USUAL));
        String with = answer.replace("</ds:Signature>", "<ds:Object>x</ds:Object></ds:Signature>");
        assertThat(with).isNotEqualTo(answer);
        // When / Then
        saml.assertRefused(saml.finish(with), RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
    }
}
