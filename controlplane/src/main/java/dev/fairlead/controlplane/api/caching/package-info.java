/// Kept answers in the API: what is kept, what is to be forgotten, the CDN in front.
@NullMarked
package dev.fairlead.controlplane.api.caching;

import org.jspecify.annotations.NullMarked;
