/** What differs between the databases and is nobody's business rule. */
@NullMarked
package io.oncegate.database;

import org.jspecify.annotations.NullMarked;
