# Gives a directory another name on the same volume: whole and at once, or not at all. One that is in use, or a name that
# is taken, is an error.
[CmdletBinding(SupportsShouldProcess)]
param (
    [Parameter(Mandatory)] [string] $From,
    [Parameter(Mandatory)] [string] $To
)

$Ansible.Changed = $false
if ($PSCmdlet.ShouldProcess($From, "Move to $To")) {
    [IO.Directory]::Move($From, $To)
    $Ansible.Changed = $true
}
