package dev.fairlead.identity.saml;

import dev.fairlead.identity.saml.xml.Elements;

import java.io.StringWriter;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// What an identity provider's operator gives to it, so that it knows us.
public final class OurMetadata {
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    private static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    private OurMetadata() {}

    public static String of(ServiceProvider us) {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument();
            xml.setDefaultNamespace(Elements.METADATA);
            xml.writeStartElement(Elements.METADATA, "EntityDescriptor");
            xml.writeDefaultNamespace(Elements.METADATA);
            xml.writeAttribute("entityID", us.entityId());
            xml.writeStartElement(Elements.METADATA, "SPSSODescriptor");
            xml.writeAttribute("AuthnRequestsSigned", String.valueOf(us.key().isPresent()));
            xml.writeAttribute("WantAssertionsSigned", "true");
            xml.writeAttribute("protocolSupportEnumeration", Elements.PROTOCOL);
            if (us.key().isPresent()) {
                key(xml, us.key().get().certificate());
            }
            xml.writeStartElement(Elements.METADATA, "NameIDFormat");
            xml.writeCharacters(PERSISTENT);
            xml.writeEndElement();
            xml.writeEmptyElement(Elements.METADATA, "AssertionConsumerService");
            xml.writeAttribute("Binding", POST);
            xml.writeAttribute("Location", us.consumer().toString());
            xml.writeAttribute("index", "0");
            xml.writeAttribute("isDefault", "true");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing our metadata", e);
        }
        return text.toString();
    }

    private static void key(XMLStreamWriter xml, X509Certificate certificate)
            throws XMLStreamException {
        xml.writeStartElement(Elements.METADATA, "KeyDescriptor");
        xml.writeAttribute("use", "signing");
        xml.writeStartElement("ds", "KeyInfo", Elements.SIGNATURE);
        xml.writeNamespace("ds", Elements.SIGNATURE);
        xml.writeStartElement("ds", "X509Data", Elements.SIGNATURE);
        xml.writeStartElement("ds", "X509Certificate", Elements.SIGNATURE);
        try {
            xml.writeCharacters(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("our certificate", e);
        }
        for (int i = 0; i < 4; i++) {
            xml.writeEndElement();
        }
    }
}
