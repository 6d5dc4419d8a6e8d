/** The gateway filter: HTTP in, a claim, HTTP out. The only package that knows Spring Cloud Gateway. */
@NullMarked
package io.oncegate.web;

import org.jspecify.annotations.NullMarked;
