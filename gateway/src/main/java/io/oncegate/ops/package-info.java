/** What an operator sees: counts and log lines. Knows the rules, and neither the web nor the store. */
@NullMarked
package io.oncegate.ops;

import org.jspecify.annotations.NullMarked;
