@NullMarked
package io.oncegate.architecture;

import org.jspecify.annotations.NullMarked;
