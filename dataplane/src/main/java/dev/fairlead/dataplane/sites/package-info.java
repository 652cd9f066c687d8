/// Answers requests with the files of sites. Decides nothing about who may ask.
@NullMarked
package dev.fairlead.dataplane.sites;

import org.jspecify.annotations.NullMarked;
