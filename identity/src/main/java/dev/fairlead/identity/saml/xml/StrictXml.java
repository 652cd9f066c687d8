package dev.fairlead.identity.saml.xml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;

import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// The one parser for XML that we did not write.
public final class StrictXml {
    public static final int MOST_BYTES = 256 << 10;

    private static final int MOST_DEPTH = 40;
    private static final int MOST_ATTRIBUTES = 40;
    private static final String APACHE = "http://apache.org/xml/features/";
    private static final String SAX = "http://xml.org/sax/features/";

    private StrictXml() {}

    public static Document parse(byte[] bytes) throws Refusal {
        if (bytes.length > MOST_BYTES) {
            throw new Refusal(RefusalReason.TOO_LARGE, bytes.length + " bytes of XML");
        }
        try {
            DocumentBuilder parser = factory().newDocumentBuilder();
            parser.setErrorHandler(new Strict());
            return parser.parse(new ByteArrayInputStream(bytes));
        } catch (SAXException e) {
            boolean type = String.valueOf(e.getMessage()).contains("DOCTYPE");
            throw new Refusal(
                    type ? RefusalReason.DOCTYPE_NOT_ALLOWED : RefusalReason.MALFORMED, "XML", e);
        } catch (IOException e) {
            throw new Refusal(RefusalReason.MALFORMED, "XML", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's parser", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        // The JDK's own: what else lies on the class path may not know these features.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(APACHE + "disallow-doctype-decl", true);
        factory.setFeature(SAX + "external-general-entities", false);
        factory.setFeature(SAX + "external-parameter-entities", false);
        factory.setFeature(APACHE + "nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", MOST_DEPTH);
        factory.setAttribute("jdk.xml.elementAttributeLimit", MOST_ATTRIBUTES);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
