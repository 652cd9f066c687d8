/// Sign-in by SAML 2.0, as a service provider of the web browser profile. Keeps nothing: what has
/// to be remembered goes through a port.
@NullMarked
package dev.fairlead.identity.saml;

import org.jspecify.annotations.NullMarked;
