/** The run command: both applications as processes, started together and stopped together. */
@NullMarked
package io.oncegate.run;

import org.jspecify.annotations.NullMarked;
