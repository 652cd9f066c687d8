package dev.fairlead.identity.saml.signature;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.xml.Elements;

import org.w3c.dom.Element;

import java.util.List;
import java.util.Set;

/// The one form of signature that SAML needs, checked before anything is computed: one reference,
/// to the element that holds it, with the two transforms that take the signature out and write it
/// down.
final class SignatureForm {
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String NEWER = "http://www.w3.org/2007/05/xmldsig-more#";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

    private static final Set<String> SIGNATURES =
            Set.of(
                    MORE + "rsa-sha256",
                    MORE + "rsa-sha384",
                    MORE + "rsa-sha512",
                    NEWER + "sha256-rsa-MGF1",
                    NEWER + "sha384-rsa-MGF1",
                    NEWER + "sha512-rsa-MGF1",
                    MORE + "ecdsa-sha256",
                    MORE + "ecdsa-sha384",
                    MORE + "ecdsa-sha512");
    private static final Set<String> DIGESTS =
            Set.of(ENCRYPTION + "sha256", MORE + "sha384", ENCRYPTION + "sha512");

    private SignatureForm() {}

    static void check(Element signature, String id) throws Refusal {
        for (Element part : Elements.children(signature)) {
            boolean known =
                    Set.of("SignedInfo", "SignatureValue", "KeyInfo").contains(part.getLocalName());
            form(known && dsig(part), "in a signature: " + part.getLocalName());
        }
        Element signed = part(signature, "SignedInfo");
        algorithm(part(signed, "CanonicalizationMethod"), Set.of(EXCLUSIVE));
        algorithm(part(signed, "SignatureMethod"), SIGNATURES);
        form(
                Elements.children(signed, Elements.SIGNATURE, "Reference").size() == 1
                        && Elements.children(signed).size() == 3,
                "not exactly one reference");
        Element reference = part(signed, "Reference");
        String to = Elements.attribute(reference, "URI");
        form(to.equals("#" + id), "refers to " + to + " and is in " + id);
        algorithm(part(reference, "DigestMethod"), DIGESTS);
        transforms(part(reference, "Transforms"));
    }

    private static void transforms(Element transforms) throws Refusal {
        List<Element> both = Elements.children(transforms);
        form(
                both.size() == 2 && both.stream().allMatch(SignatureForm::dsig),
                "not the two transforms");
        algorithm(both.getFirst(), Set.of(ENVELOPED));
        algorithm(both.getLast(), Set.of(EXCLUSIVE));
    }

    private static void algorithm(Element method, Set<String> allowed) throws Refusal {
        String used = Elements.attribute(method, "Algorithm");
        if (!allowed.contains(used)) {
            throw new Refusal(
                    RefusalReason.ALGORITHM_NOT_ALLOWED, method.getLocalName() + " " + used);
        }
        // Prefixes to keep are all that exclusive canonicalization takes; nothing else takes more.
        for (Element parameter : Elements.children(method)) {
            form(
                    used.equals(EXCLUSIVE)
                            && Elements.is(parameter, EXCLUSIVE, "InclusiveNamespaces"),
                    "in " + method.getLocalName() + ": " + parameter.getLocalName());
        }
    }

    private static boolean dsig(Element element) {
        return Elements.SIGNATURE.equals(element.getNamespaceURI());
    }

    private static Element part(Element parent, String name) throws Refusal {
        return Elements.required(parent, Elements.SIGNATURE, name);
    }

    private static void form(boolean right, String detail) throws Refusal {
        if (!right) {
            throw new Refusal(RefusalReason.SIGNATURE_FORM_NOT_ALLOWED, detail);
        }
    }
}
