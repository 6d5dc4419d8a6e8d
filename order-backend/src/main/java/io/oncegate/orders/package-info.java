/** Orders and when two requests are one order: the rules of contract 9, with no framework in sight. */
@NullMarked
package io.oncegate.orders;

import org.jspecify.annotations.NullMarked;
