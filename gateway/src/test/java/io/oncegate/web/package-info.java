/** The filter in a real gateway, with a real Redis and a real upstream on loopback. */
@NullMarked
package io.oncegate.web;

import org.jspecify.annotations.NullMarked;
