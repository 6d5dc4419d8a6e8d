@NullMarked
package io.oncegate.ops;

import org.jspecify.annotations.NullMarked;
