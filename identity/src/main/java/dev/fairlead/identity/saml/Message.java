package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.signature.Signed;
import dev.fairlead.identity.saml.xml.Elements;
import dev.fairlead.identity.saml.xml.StrictXml;

import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

import java.security.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A response and its one assertion. The assertion is always what a signature is of: its own, or
/// that of the response; the response is signed only where it is said so.
record Message(Element response, boolean responseSigned, Element assertion) {
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final Set<String> ID_NAMES = Set.of("id", "assertionid", "responseid");

    static Message verified(byte[] bytes, List<PublicKey> keys) throws Refusal {
        Element root = StrictXml.parse(bytes).getDocumentElement();
        structure(
                Elements.is(root, Elements.PROTOCOL, "Response"),
                "not a response but " + root.getLocalName());
        checkIds(root);
        checkStatus(root);
        Element assertion = onlyAssertion(root);
        checkPlaces(root, assertion);
        var signed = new Signed(keys);
        Optional<Element> response = signed.read(root);
        Optional<Element> ofItself = signed.read(assertion);
        if (ofItself.isPresent()) {
            return new Message(response.orElse(root), response.isPresent(), ofItself.get());
        }
        Element whole =
                response.orElseThrow(() ->
                        new Refusal(
                                RefusalReason.NOT_SIGNED,
                                "neither response nor assertion is signed"));
        return new Message(whole, true, onlyAssertion(whole));
    }

    String assertionId() {
        return Elements.attribute(assertion, "ID");
    }

    /// Whatever anybody may take for an id is there once. Ids of a signature's own parts, too.
    private static void checkIds(Element root) throws Refusal {
        var seen = new HashSet<String>();
        for (Element element : Elements.all(root)) {
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                var attribute = (Attr) attributes.item(i);
                boolean id = ID_NAMES.contains(attribute.getLocalName().toLowerCase(Locale.ROOT));
                if (id && !seen.add(attribute.getValue())) {
                    throw new Refusal(RefusalReason.DUPLICATE_ID, attribute.getValue());
                }
            }
        }
        structure(!Elements.attribute(root, "ID").isEmpty(), "a response without an id");
    }

    private static void checkStatus(Element root) throws Refusal {
        Element status = Elements.required(root, Elements.PROTOCOL, "Status");
        Element code = Elements.required(status, Elements.PROTOCOL, "StatusCode");
        String value = Elements.attribute(code, "Value");
        if (!value.equals(SUCCESS)) {
            Optional<Element> second = Elements.child(code, Elements.PROTOCOL, "StatusCode");
            throw new Refusal(
                    RefusalReason.PROVIDER_SAID_NO,
                    value + second.map(e -> " " + Elements.attribute(e, "Value")).orElse(""));
        }
    }

    private static Element onlyAssertion(Element response) throws Refusal {
        if (Elements.all(response).stream()
                .anyMatch(e -> Elements.is(e, Elements.ASSERTION, "EncryptedAssertion"))) {
            throw new Refusal(
                    RefusalReason.ENCRYPTED_ASSERTION, "have the provider sign and not encrypt");
        }
        List<Element> anywhere =
                Elements.all(response).stream()
                        .filter(e -> Elements.is(e, Elements.ASSERTION, "Assertion"))
                        .toList();
        structure(anywhere.size() == 1, anywhere.size() + " assertions");
        Element assertion = anywhere.getFirst();
        structure(
                response.isSameNode(assertion.getParentNode()), "an assertion in the wrong place");
        structure(!Elements.attribute(assertion, "ID").isEmpty(), "an assertion without an id");
        return assertion;
    }

    /// Signatures are where the schema has them, and there is one response.
    private static void checkPlaces(Element root, Element assertion) throws Refusal {
        for (Element element : Elements.all(root)) {
            boolean signature = Elements.is(element, Elements.SIGNATURE, "Signature");
            structure(
                    !signature
                            || root.isSameNode(element.getParentNode())
                            || assertion.isSameNode(element.getParentNode()),
                    "a signature in the wrong place");
            structure(
                    root.isSameNode(element)
                            || !Elements.is(element, Elements.PROTOCOL, "Response"),
                    "a response in a response");
        }
    }

    private static void structure(boolean right, String detail) throws Refusal {
        if (!right) {
            throw new Refusal(RefusalReason.STRUCTURE_WRONG, detail);
        }
    }
}
