/** What an entry is, who may change it and how: the rules of the contract, with no framework in sight. */
@NullMarked
package io.oncegate.core;

import org.jspecify.annotations.NullMarked;
