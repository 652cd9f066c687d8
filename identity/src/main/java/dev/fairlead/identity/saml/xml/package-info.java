/// Reads XML of strangers: no document type, no entities, everything bounded.
@NullMarked
package dev.fairlead.identity.saml.xml;

import org.jspecify.annotations.NullMarked;
