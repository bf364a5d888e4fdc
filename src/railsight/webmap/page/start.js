// The published page starts itself.
start(document.getElementById("railsight"), JSON.parse(document.getElementById("railsight-data").textContent), null);
