@NullMarked
package io.oncegate.autoconfigure;

import org.jspecify.annotations.NullMarked;
