/// Who a request comes from: addresses, and which proxies are believed when they tell of others.
@NullMarked
package dev.fairlead.dataplane.clients;

import org.jspecify.annotations.NullMarked;
