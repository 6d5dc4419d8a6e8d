/** The rules of the contract, each by itself; and what every store has to pass. */
@NullMarked
package io.oncegate.core;

import org.jspecify.annotations.NullMarked;
