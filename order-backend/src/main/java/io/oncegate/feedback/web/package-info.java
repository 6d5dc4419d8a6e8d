/** Feedback over HTTP. */
@NullMarked
package io.oncegate.feedback.web;

import org.jspecify.annotations.NullMarked;
