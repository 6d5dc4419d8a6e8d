/** The reference store against the contract of all stores. */
@NullMarked
package io.oncegate.memory;

import org.jspecify.annotations.NullMarked;
