package fairlead

import (
	"fmt"
	"os"
	"strings"
)

// Debug writes a line into the function's log; standard error is the same log, at the level info.
func Debug(format string, arguments ...any) { write(7, format, arguments) }

// Info writes a line into the function's log.
func Info(format string, arguments ...any) { write(6, format, arguments) }

// Warn writes a line into the function's log.
func Warn(format string, arguments ...any) { write(4, format, arguments) }

// Error writes a line into the function's log.
func Error(format string, arguments ...any) { write(3, format, arguments) }

// The level goes before each line; see docs/reference/contracts.md.
func write(level int, format string, arguments []any) {
	text := format
	if len(arguments) > 0 {
		text = fmt.Sprintf(format, arguments...)
	}
	var lines strings.Builder
	for _, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&lines, "<%d>%s\n", level, line)
	}
	os.Stderr.WriteString(lines.String())
}
