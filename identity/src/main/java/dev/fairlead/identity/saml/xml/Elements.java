package dev.fairlead.identity.saml.xml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds parts of an element by namespace and place, never by name alone or at any depth.
public final class Elements {
    public static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    public static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    public static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    public static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    private Elements() {}

    public static boolean is(@Nullable Node node, String namespace, String name) {
        return node instanceof Element
                && namespace.equals(node.getNamespaceURI())
                && name.equals(node.getLocalName());
    }

    public static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    public static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream().filter(child -> is(child, namespace, name)).toList();
    }

    /// The only child of that name, if there is one; two are refused.
    public static Optional<Element> child(Element parent, String namespace, String name)
            throws Refusal {
        List<Element> found = children(parent, namespace, name);
        if (found.size() > 1) {
            throw new Refusal(
                    RefusalReason.STRUCTURE_WRONG, name + " twice in " + parent.getLocalName());
        }
        return found.stream().findFirst();
    }

    public static Element required(Element parent, String namespace, String name) throws Refusal {
        return child(parent, namespace, name)
                .orElseThrow(() ->
                        new Refusal(
                                RefusalReason.STRUCTURE_WRONG,
                                "no " + name + " in " + parent.getLocalName()));
    }

    /// Every element of the tree, itself first.
    public static List<Element> all(Element root) {
        NodeList found = root.getElementsByTagNameNS("*", "*");
        var all = new ArrayList<Element>(found.getLength() + 1);
        all.add(root);
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    /// The whole text without white space around it.
    public static String text(Element element) throws Refusal {
        return raw(element).strip();
    }

    /// The whole text of an element that holds nothing else. A comment in it does not cut it.
    public static String raw(Element element) throws Refusal {
        if (!children(element).isEmpty()) {
            throw new Refusal(
                    RefusalReason.STRUCTURE_WRONG, "elements in " + element.getLocalName());
        }
        return element.getTextContent();
    }

    /// Empty where there is no such attribute.
    public static String attribute(Element element, String name) {
        return element.getAttributeNS(null, name);
    }

    public static Optional<Instant> instant(Element element, String name) throws Refusal {
        String text = attribute(element, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (!time.getOffset().equals(ZoneOffset.UTC)) {
                throw new Refusal(RefusalReason.MALFORMED, name + " is not in UTC");
            }
            return Optional.of(time.toInstant());
        } catch (DateTimeParseException e) {
            throw new Refusal(RefusalReason.MALFORMED, name, e);
        }
    }
}
