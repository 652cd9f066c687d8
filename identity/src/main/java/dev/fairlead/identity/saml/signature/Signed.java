package dev.fairlead.identity.saml.signature;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.xml.Elements;
import dev.fairlead.identity.saml.xml.StrictXml;

import org.w3c.dom.Element;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;

/// Checks the signature that an element holds and gives what was signed: parsed again from the very
/// bytes that the digest is of, so that nothing else of the message can be read by mistake.
public final class Signed {
    private final List<PublicKey> keys;

    /// The keys are all there is: what a message says of keys is not looked at.
    public Signed(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// Empty where the element holds no signature; refused where it holds a wrong one.
    public Optional<Element> read(Element element) throws Refusal {
        Optional<Element> signature = Elements.child(element, Elements.SIGNATURE, "Signature");
        if (signature.isEmpty()) {
            return Optional.empty();
        }
        String id = Elements.attribute(element, "ID");
        SignatureForm.check(signature.get(), id);
        for (PublicKey key : keys) {
            Optional<byte[]> digested = digested(element, signature.get(), key);
            if (digested.isPresent()) {
                Element signed = StrictXml.parse(digested.get()).getDocumentElement();
                sameElement(element, signed, id);
                return Optional.of(signed);
            }
        }
        throw new Refusal(
                RefusalReason.SIGNATURE_WRONG, "the signature of " + element.getLocalName());
    }

    private static void sameElement(Element element, Element signed, String id) throws Refusal {
        boolean same =
                Elements.is(signed, element.getNamespaceURI(), element.getLocalName())
                        && Elements.attribute(signed, "ID").equals(id);
        if (!same) {
            throw new Refusal(
                    RefusalReason.SIGNATURE_FORM_NOT_ALLOWED, "another element is signed");
        }
    }

    private static Optional<byte[]> digested(Element element, Element signature, PublicKey key)
            throws Refusal {
        var context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
        context.setIdAttributeNS(element, null, "ID");
        try {
            XMLSignature parsed =
                    XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            if (!parsed.validate(context)) {
                return Optional.empty();
            }
            Reference reference = parsed.getSignedInfo().getReferences().getFirst();
            return Optional.of(reference.getDigestInputStream().readAllBytes());
        } catch (XMLSignatureException e) {
            // A key of another kind than the signature's.
            return Optional.empty();
        } catch (MarshalException | IOException e) {
            throw new Refusal(RefusalReason.SIGNATURE_FORM_NOT_ALLOWED, "a signature", e);
        }
    }
}
