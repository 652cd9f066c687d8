// The browser carries the request to the provider; where scripts do not run, its button does.
document.getElementById('form').submit();
