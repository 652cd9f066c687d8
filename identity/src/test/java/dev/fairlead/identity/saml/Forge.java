package dev.fairlead.identity.saml;

import dev.fairlead.testkit.providers.SigningKey;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

/// Parses, signs and writes messages as somebody would who follows no rules of ours.
final class Forge {
    static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final How USUAL =
            new How(
                    RSA_SHA256,
                    DigestMethod.SHA256,
                    EXCLUSIVE,
                    List.of(Transform.ENVELOPED, EXCLUSIVE),
                    1);

    private Forge() {}

    /// How a signature is made; `references` to the same element.
    record How(
            String method,
            String digest,
            String canonicalization,
            List<String> transforms,
            int references) {
        How method(String other) {
            return new How(other, digest, canonicalization, transforms, references);
        }

        How digest(String other) {
            return new How(method, other, canonicalization, transforms, references);
        }

        How canonicalization(String other) {
            return new How(method, digest, other, transforms, references);
        }

        How transforms(String... others) {
            return new How(method, digest, canonicalization, List.of(others), references);
        }

        How references(int count) {
            return new How(method, digest, canonicalization, transforms, count);
        }
    }

    static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Document document) {
        try {
            var transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            var out = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return out.toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    static Element first(Document document, String name) {
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }

    static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (name.equals(node.getLocalName())) {
                return (Element) node;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /// Signs an element, after its issuer, with the key's certificate in its key information.
    static void sign(Element element, SigningKey key, How how) {
        sign(element, key.privateKey(), key, how, "#" + element.getAttribute("ID"));
    }

    static void sign(Element element, Key with, SigningKey named, How how, String reference) {
        try {
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            var transforms = new ArrayList<Transform>();
            for (String transform : how.transforms()) {
                transforms.add(factory.newTransform(transform, (TransformParameterSpec) null));
            }
            var references = new ArrayList<Reference>();
            for (int i = 0; i < how.references(); i++) {
                var digest = factory.newDigestMethod(how.digest(), null);
                references.add(factory.newReference(reference, digest, transforms, null, null));
            }
            var signed =
                    factory.newSignedInfo(
                            factory.newCanonicalizationMethod(
                                    how.canonicalization(), (C14NMethodParameterSpec) null),
                            factory.newSignatureMethod(how.method(), null),
                            references);
            var facts = factory.getKeyInfoFactory();
            KeyInfo info =
                    facts.newKeyInfo(List.of(facts.newX509Data(List.of(named.certificate()))));
            var context = new DOMSignContext(with, element, afterIssuer(element));
            context.setIdAttributeNS(element, null, "ID");
            context.setProperty("org.jcp.xml.dsig.secureValidation", false);
            context.setDefaultNamespacePrefix("ds");
            factory.newXMLSignature(signed, info).sign(context);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Node afterIssuer(Element element) {
        return child(element, "Issuer").getNextSibling();
    }
}
