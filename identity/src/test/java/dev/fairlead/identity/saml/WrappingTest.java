package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.saml.signature.Signed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signature wrapping: what was signed stays in the message, and something else stands where it is
/// read ("On Breaking SAML: Be Whoever You Want to Be", 2012, the eight permutations).
class WrappingTest {
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";

    private final SamlSetting saml = new SamlSetting();

    /// Where the signed element goes, and where the forged one is.
    enum Wrapping {
        XSW1 {
            @Override
            void wrap(Document answer) {
                Element root = answer.getDocumentElement();
                Element original = copyWithoutSignature(root);
                Forge.child(root, "Signature").appendChild(original);
                root.setAttribute("ID", "_evil");
                forge(Forge.child(root, "Assertion"));
            }
        },
        XSW2 {
            @Override
            void wrap(Document answer) {
                Element root = answer.getDocumentElement();
                Element original = copyWithoutSignature(root);
                root.insertBefore(original, Forge.child(root, "Signature"));
                root.setAttribute("ID", "_evil");
                forge(Forge.child(root, "Assertion"));
            }
        },
        XSW3 {
            @Override
            void wrap(Document answer) {
                Element original = Forge.first(answer, "Assertion");
                original.getParentNode().insertBefore(forged(original), original);
            }
        },
        XSW4 {
            @Override
            void wrap(Document answer) {
                Element original = Forge.first(answer, "Assertion");
                Element evil = forged(original);
                original.getParentNode().replaceChild(evil, original);
                evil.appendChild(original);
            }
        },
        XSW5 {
            @Override
            void wrap(Document answer) {
                Element evil = Forge.first(answer, "Assertion");
                Element original = copyWithoutSignature(evil);
                evil.getParentNode().appendChild(original);
                forge(evil);
            }
        },
        XSW6 {
            @Override
            void wrap(Document answer) {
                Element evil = Forge.first(answer, "Assertion");
                Element original = copyWithoutSignature(evil);
                Forge.child(evil, "Signature").appendChild(original);
                forge(evil);
            }
        },
        XSW7 {
            @Override
            void wrap(Document answer) {
                Element original = Forge.first(answer, "Assertion");
                Element extensions =
                        answer.createElementNS(
                                answer.getDocumentElement().getNamespaceURI(), "samlp:Extensions");
                extensions.appendChild(forged(original));
                original.getParentNode().insertBefore(extensions, original);
            }
        },
        XSW8 {
            @Override
            void wrap(Document answer) {
                Element evil = Forge.first(answer, "Assertion");
                Element original = copyWithoutSignature(evil);
                Element object = answer.createElementNS(DSIG, "ds:Object");
                object.appendChild(original);
                Forge.child(evil, "Signature").appendChild(object);
                forge(evil);
            }
        };

        abstract void wrap(Document answer);

        boolean ofResponse() {
            return this == XSW1 || this == XSW2;
        }

        static Element copyWithoutSignature(Element element) {
            var copy = (Element) element.cloneNode(true);
            copy.removeChild(Forge.child(copy, "Signature"));
            return copy;
        }

        static Element forged(Element original) {
            Element copy = copyWithoutSignature(original);
            forge(copy);
            return copy;
        }

        static void forge(Element assertion) {
            assertion.setAttribute("ID", "_evil_assertion");
            Forge.child(Forge.child(assertion, "Subject"), "NameID").setTextContent("root");
        }
    }

    private Document signed(Wrapping wrapping) {
        Document answer = saml.response(Map.of());
        Element element = Forge.first(answer, wrapping.ofResponse() ? "Response" : "Assertion");
        Forge.sign(element, SamlSetting.KEY, Forge.USUAL);
        return answer;
    }

    @ParameterizedTest
    @EnumSource
    void a_wrapped_message_is_refused_for_its_structure(Wrapping wrapping) {
        // Given
        Document answer = signed(wrapping);
        wrapping.wrap(answer);
        assertThat(Forge.text(answer)).contains(">root<").contains(">ada<");
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.STRUCTURE_WRONG);
    }

    /// The same ids on both: the first or the last one found would be the signed one.
    @ParameterizedTest
    @EnumSource
    void a_wrapped_message_with_ids_twice_is_refused_for_them(Wrapping wrapping) {
        // Given
        Document answer = signed(wrapping);
        wrapping.wrap(answer);
        String same =
                Forge.text(answer)
                        .replace("_evil_assertion", "_assertion")
                        .replace("_evil", "_response");
        // When / Then
        saml.assertRefused(saml.finish(same), RefusalReason.DUPLICATE_ID);
    }

    /// Whatever the structure, a signature speaks for the element that holds it alone.
    @ParameterizedTest
    @EnumSource
    void a_signature_never_speaks_for_the_forged_element(Wrapping wrapping) {
        // Given
        Document answer = signed(wrapping);
        wrapping.wrap(answer);
        Document parsed = Forge.parse(Forge.text(answer));
        var signed = new Signed(List.of(SamlSetting.KEY.certificate().getPublicKey()));
        var elements = parsed.getElementsByTagNameNS("*", "*");
        // When / Then
        for (int i = 0; i < elements.getLength(); i++) {
            var element = (Element) elements.item(i);
            assertThat(readBy(signed, element).orElse(""))
                    .as(element.getAttribute("ID"))
                    .doesNotContain("root");
        }
    }

    private static Optional<String> readBy(Signed signed, Element element) {
        try {
            return signed.read(element).map(Element::getTextContent);
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    @Test
    void what_is_not_wrapped_is_read_by_its_signature() throws Refusal {
        // Given
        Document answer = signed(Wrapping.XSW3);
        var signed = new Signed(List.of(SamlSetting.KEY.certificate().getPublicKey()));
        // When
        Optional<Element> view = signed.read(Forge.first(answer, "Assertion"));
        // Then
        assertThat(view.map(Element::getTextContent).orElse("")).contains("ada");
        assertThat(saml.finish(answer)).isInstanceOf(SignedIn.class);
    }

    @Test
    void a_signature_of_another_message_cannot_be_lent() {
        // Given
        Document hers = signed(Wrapping.XSW3);
        Document his = saml.response(Map.of("name", "root", "assertion", "_his"));
        Element assertion = Forge.first(his, "Assertion");
        assertion.insertBefore(
                his.importNode(Forge.first(hers, "Signature"), true),
                Forge.child(assertion, "Subject"));
        Document sameId = saml.response(Map.of("name", "root"));
        Element same = Forge.first(sameId, "Assertion");
        same.insertBefore(
                sameId.importNode(Forge.first(hers, "Signature"), true),
                Forge.child(same, "Subject"));
        // When / Then
        saml.assertRefused(saml.finish(his), RefusalReason.SIGNATURE_FORM_NOT_ALLOWED);
        saml.assertRefused(saml.finish(sameId), RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void a_second_assertion_beside_the_signed_one_is_refused_at_any_depth() {
        // Given
        Document answer = signed(Wrapping.XSW3);
        Element status = Forge.first(answer, "Status");
        Element detail = answer.createElementNS(status.getNamespaceURI(), "samlp:StatusDetail");
        status.appendChild(detail);
        detail.appendChild(Wrapping.forged(Forge.first(answer, "Assertion")));
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.STRUCTURE_WRONG);
    }

    @Test
    void a_signature_or_a_response_where_the_schema_has_none_is_refused() {
        // Given
        Document moved = signed(Wrapping.XSW3);
        Forge.first(moved, "Subject").appendChild(Forge.first(moved, "Signature"));
        Document nested = signed(Wrapping.XSW3);
        Element root = nested.getDocumentElement();
        Forge.first(nested, "Status")
                .appendChild(nested.createElementNS(root.getNamespaceURI(), "samlp:Response"));
        // When / Then
        saml.assertRefused(saml.finish(moved), RefusalReason.STRUCTURE_WRONG);
        saml.assertRefused(saml.finish(nested), RefusalReason.STRUCTURE_WRONG);
    }

    @Test
    void a_comment_cuts_no_name() {
        // Given
        Document answer = saml.signed(Map.of("name", "admin@x.com.evil.com"));
        String cut = Forge.text(answer).replace(">admin@x.com.", ">admin@x.com<!---->.");
        assertThat(cut).contains("<!---->");
        // When
        String subject = SamlSetting.signedIn(saml.finish(cut)).subject();
        // Then
        assertThat(subject).endsWith(" admin@x.com.evil.com");
    }

    @Test
    void an_element_in_a_name_is_refused() {
        // Given
        Document answer = saml.signed(Map.of("name", "admin<saml:x/>.evil"));
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.STRUCTURE_WRONG);
    }
}
