/// What a version of a service is: the specification by which it is run or reached. Runs nothing.
@NullMarked
package dev.fairlead.dataplane.versions;

import org.jspecify.annotations.NullMarked;
