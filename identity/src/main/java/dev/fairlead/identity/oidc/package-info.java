/// Sign-in by OpenID Connect, and by OAuth 2 where a provider has no more. Keeps nothing but what
/// providers publish.
@NullMarked
package dev.fairlead.identity.oidc;

import org.jspecify.annotations.NullMarked;
