/** What every service here does at its HTTP edge: who calls, through which gateway, and how a refusal looks. */
@NullMarked
package io.oncegate.edge;

import org.jspecify.annotations.NullMarked;
