/** The reference store: the rules as they stand, in one process's memory. For tests and for a single gateway's trial. */
@NullMarked
package io.oncegate.memory;

import org.jspecify.annotations.NullMarked;
