/// The wiring of domains: what claims, proves and publishes them, and what gets their certificates.
@NullMarked
package dev.fairlead.server.domains;

import org.jspecify.annotations.NullMarked;
