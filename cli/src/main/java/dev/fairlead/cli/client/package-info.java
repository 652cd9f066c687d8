/// Talks to the API: addresses, keys, requests, streams, errors. Prints nothing.
@NullMarked
package dev.fairlead.cli.client;

import org.jspecify.annotations.NullMarked;
