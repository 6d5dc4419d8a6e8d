@NullMarked
package io.oncegate.architecture.orders;

import org.jspecify.annotations.NullMarked;
